import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { studySpecSchema } from "@ballast/core/backtest/study-spec";
import { toHex } from "@ballast/core/numeric/hash";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { listTrials } from "@ballast/db/repositories/trials";
import { makeWorkspace } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, expect, test } from "vitest";
import { sha256 } from "../../ports/sha256.ts";
import { hashBarColumns } from "../../marketdata/import/load-bar-columns.ts";
import { labBars, storeLabBars, sweepTerms } from "../../testing/test-lab.ts";
import { adoptFileTrials } from "./adopt-file-trials.ts";
import { hashDataset } from "./spec-hash.ts";
import { importFileTrials } from "./import-file-trials.ts";

const database = await testDatabase();
const { owner, engine: pool } = database.pools;
const folder = await mkdtemp(join(tmpdir(), "ballast-trials-"));
afterAll(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});

const line = (dataset: string, sharpe: number | null): string =>
  JSON.stringify({
    ...{ version: 1, id: randomUUID(), dataset: dataset.repeat(64), spec: "0".repeat(64), ran_at_ms: 1, run_by: "ada", file: "x.csv" },
    ...{ strategy: "ema-atr", sharpe_per_bar: sharpe, observations: 100, skew: 0.1, kurtosis: 3 },
  });

test("what was tried on a file counts on the series that holds its bars, once", async () => {
  const path = join(folder, "adopted.jsonl");
  const { tenantId } = await makeWorkspace(owner);
  await storeLabBars(pool);
  const dataset = toHex(hashBarColumns(sha256, { timeframeMs: HOUR_MS, columns: labBars() }));
  const tried = { ...JSON.parse(line("a", 0.1)), dataset };
  await writeFile(path, `${JSON.stringify(tried)}\n${line("b", 0.5)}\n`);
  await importFileTrials({ pool, sha256, wallMs: () => 5 }, path);
  const spec = studySpecSchema.parse(sweepTerms());
  const datasetHash = hashDataset(sha256, spec);
  const adopt = (): Promise<number> => adoptFileTrials({ pool, sha256 }, { tenantId, datasetHash, dataset: spec });
  expect(await adopt()).toBe(1);
  expect(await adopt()).toBe(0);
  const [trial, ...others] = await listTrials(pool, { tenantId, datasetHash, limit: 10 });
  expect(others).toEqual([]);
  expect(trial).toMatchObject({ number: 1, source: "file", runBy: "ada", sharpePerBar: 0.1 });
});

test("runs on files are counted once in every workspace, however often the engine starts, and a cut-off line is none", async () => {
  const path = join(folder, "trials.jsonl");
  const ports = { pool, sha256, wallMs: () => 5 };
  const { tenantId } = await makeWorkspace(owner);
  expect(await importFileTrials(ports, path)).toBe(0);
  const lines = [line("a", 0.1), line("a", null), line("b", 0.2)];
  await writeFile(path, `${lines.join("\n")}\n{"version":1,"id":"`);
  expect(await importFileTrials(ports, path)).toBeGreaterThanOrEqual(3);
  expect(await importFileTrials(ports, path)).toBe(0);
  await writeFile(path, `${[...lines, line("a", 0.3)].join("\n")}\n`);
  expect(await importFileTrials(ports, path)).toBeGreaterThanOrEqual(1);
  const { tenantId: later } = await makeWorkspace(owner);
  expect(await importFileTrials(ports, path)).toBe(4);
  for (const workspace of [tenantId, later]) {
    const trials = await listTrials(pool, { tenantId: workspace, datasetHash: Buffer.from("a".repeat(64), "hex"), limit: 10 });
    expect(trials.map(({ number, sharpePerBar, source }) => [number, sharpePerBar, source])).toEqual([
      [3, 0.3, "file"],
      [2, null, "file"],
      [1, 0.1, "file"],
    ]);
  }
});
