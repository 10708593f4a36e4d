import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { SymbolDirectory } from "@ballast/core/market/symbols";
import { MINUTE_MS } from "@ballast/core/time/timeframe";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadColumns } from "../marketdata/load-columns.ts";
import { sha256 } from "../ports/sha256.ts";
import { importBars } from "./import-bars.ts";

const ROWS = 10_000_000;
const ROWS_PER_WRITE = 50_000;
const FROM_MS = Date.UTC(2005, 0, 1);
const RSS_BYTES_MAX = 512 * 1024 ** 2;
const ROWS_PER_SECOND_MIN = 200_000;
/** Under a second on an idle machine; tests run on busy ones. */
const LOAD_MS_MAX = 4_000;

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "ballast-import-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});

async function writeBars(path: string): Promise<void> {
  const file = createWriteStream(path);
  for (let row = 0; row < ROWS;) {
    let text = "";
    for (const end = row + ROWS_PER_WRITE; row < end; row += 1) {
      const price = 20_000 + (row % 9_973) / 10;
      text += `${FROM_MS + row * MINUTE_MS},${price.toFixed(1)},${(price + 12.5).toFixed(1)},${(price - 8.3).toFixed(1)},${(price + 1.1).toFixed(1)},${(row % 1_009) / 8}\n`;
    }
    if (!file.write(text)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}

test("ten million rows are imported at 200,000 a second in bounded memory, and two million load in seconds", async () => {
  const path = join(folder, "minutes.csv");
  await writeBars(path);
  const { instrument, venueNames } = new SymbolDirectory(shippedCatalogue()).entryOf("BTC/USD");
  const pool = database.pools.engine;
  let rssBytes = 0;
  const onProgress = (): void => {
    rssBytes = Math.max(rssBytes, process.memoryUsage.rss());
  };
  const startedMs = performance.now();
  const request = {
    path,
    instrument,
    venueNames,
    timeframeMs: MINUTE_MS,
    source: "archive",
    timestampUnit: "auto" as const,
    revise: false,
  };
  const { passport, series } = await importBars({ pool, sha256, onProgress }, request);
  const importedMs = performance.now();
  expect(passport).toMatchObject({ rows: ROWS, gapBars: 0 });
  expect(rssBytes).toBeLessThan(RSS_BYTES_MAX);
  expect((ROWS * 1_000) / (importedMs - startedMs)).toBeGreaterThan(ROWS_PER_SECOND_MIN);

  const columns = await loadColumns({ db: pool, sha256 }, series.id, { fromMs: FROM_MS, toMs: FROM_MS + 2_000_000 * MINUTE_MS });
  expect(columns.tsMs).toHaveLength(2_000_000);
  expect(performance.now() - importedMs).toBeLessThan(LOAD_MS_MAX);
});
