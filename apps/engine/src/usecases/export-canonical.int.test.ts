import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { barAt } from "@ballast/core/market/columns";
import { SymbolDirectory } from "@ballast/core/market/symbols";
import { defaultEmaAtrSettings } from "@ballast/core/strategy/settings";
import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { findAccounts } from "@ballast/db/repositories/accounts";
import { findRun } from "@ballast/db/repositories/runs";
import { cycleDecide, type Job } from "@ballast/jobs/catalog";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLog } from "../log.ts";
import { SyntheticMarket } from "../marketdata/synthetic/synthetic-market.ts";
import { openEngine } from "../open-engine.ts";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { sha256 } from "../ports/sha256.ts";
import { createAccount } from "./accounts/create-account.ts";
import { decideCycle } from "./decide-cycle/decide-cycle.ts";
import { exportCanonical } from "./export-canonical.ts";
import { WARM_UP_MS } from "../testing/test-market.ts";
import { importBars } from "./import-bars.ts";
import { shipMarkets } from "./market/markets.ts";
import { advanceRun } from "./runs/advance-run.ts";
import { startRun } from "./runs/start-run.ts";

const SYMBOLS = ["BTC/USD", "ETH/USD"];
const BARS = { fromMs: Date.UTC(2024, 0, 1), toMs: Date.UTC(2024, 0, 1) + 72 * DAY_MS };
const RUN = { fromMs: BARS.fromMs + WARM_UP_MS, toMs: BARS.toMs };
const ROUNDS_MAX = 50;
const directory = new SymbolDirectory(shippedCatalogue());
const market = new SyntheticMarket({ sha256, seed: "export" });

let folder: string;
const databases: TestDatabase[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ballast-export-"));
});
afterAll(async () => {
  await Promise.all(databases.map((database) => database.drop()));
  await rm(folder, { recursive: true });
});

/** Imports the same bars, cut into as many files as asked. */
async function importAll(database: TestDatabase, files: number): Promise<void> {
  const days = (BARS.toMs - BARS.fromMs) / DAY_MS / files;
  for (const symbol of SYMBOLS) {
    const { instrument, venueNames } = directory.entryOf(symbol);
    for (let n = 0; n < files; n += 1) {
      const fromMs = BARS.fromMs + n * days * DAY_MS;
      const columns = market.columns(symbol, { fromMs, toMs: fromMs + days * DAY_MS });
      const path = join(folder, randomUUID());
      await writeFile(path, [...columns.tsMs].map((_, row) => `${Object.values(barAt(columns, row)).join(",")}\n`).join(""));
      const request = {
        path,
        instrument,
        venueNames,
        timeframeMs: HOUR_MS,
        source: "archive",
        timestampUnit: "auto" as const,
        revise: false,
      };
      await importBars({ pool: database.pools.engine, sha256, onProgress: () => undefined }, request);
    }
  }
}

/** The ports of an engine whose jobs are collected instead of queued. */
async function engineOf(database: TestDatabase): Promise<{ readonly ports: EnginePorts; readonly shards: () => number[] }> {
  const nudged = new Set<number>();
  const enqueue = async <Payload>(job: Job<Payload>, payload: Payload): Promise<void> => {
    if (job.name === cycleDecide.name) nudged.add(cycleDecide.payload.parse(payload).shard);
  };
  const log = openLog("silent", "test", "stderr");
  const ports = await openEngine({
    pool: database.pools.engine,
    enqueue,
    workerName: randomUUID(),
    shards: 4,
    leaseMs: 50,
    wallMs: Date.now,
    stateDir: folder,
    log,
  });
  return { ports, shards: () => [...nudged] };
}

async function runToEnd(database: TestDatabase, options: { readonly restarts: boolean }): Promise<void> {
  let engine = await engineOf(database);
  const tenantId = randomUUID();
  await database.pools.owner.query("insert into tenants (id, key, name, is_demo, created_at_ms) values ($1, 'acme', 'Acme', false, $2)", [
    tenantId,
    Date.now(),
  ]);
  await shipMarkets(engine.ports.pool);
  for (const name of ["Alpha", "Beta"]) {
    const account = {
      name,
      marketKey: "archive",
      baseCurrency: "USD" as const,
      startingBalance: "100000",
      profileKey: "balanced",
      settings: defaultEmaAtrSettings(SYMBOLS),
    };
    await createAccount(engine.ports, { tenantId, actor: "test", account });
  }
  const accounts = await findAccounts(engine.ports.pool, { tenantKey: "acme" });
  const { pool, instruments } = engine.ports;
  const run = await startRun({
    pool,
    sha256,
    instruments,
    shards: 4,
    accounts,
    ...RUN,
    source: "archive",
    marketKey: "archive",
    runKey: "january",
    rearmAfterMs: DAY_MS,
    overrides: {},
    onWarning: () => undefined,
  });
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    await advanceRun({ ...engine.ports.cycle, enqueue: engine.ports.enqueue, sha256 }, run.id);
    for (const shard of engine.shards()) await decideCycle(engine.ports.cycle, { track: run.id, shard });
    if ((await findRun(pool, run.id))?.state === "finished") return;
    if (options.restarts) engine = await engineOf(database);
  }
  throw new Error("the run did not finish");
}

async function exported(
  database: TestDatabase,
  accounts: readonly string[] = [],
): Promise<{ readonly text: string; readonly sha256: string }> {
  let text = "";
  const totals = await exportCanonical(database.pools.engine, {
    runs: [],
    accounts,
    write: async (piece) => {
      text += piece;
    },
  });
  return { text, sha256: totals.sha256 };
}

test("two databases in which the same was run export the same bytes, every kind of row among them", async () => {
  const [one, other] = [await testDatabase(), await testDatabase()];
  databases.push(one, other);
  await importAll(one, 1);
  await importAll(other, 4);
  await runToEnd(one, { restarts: false });
  await runToEnd(other, { restarts: true });
  const [left, right] = [await exported(one), await exported(other)];
  expect(right.sha256).toBe(left.sha256);
  expect(right.text).toBe(left.text);

  const lines = left.text.trimEnd().split("\n");
  expect(JSON.parse(lines.at(-1) ?? "")).toEqual({
    sha256: createHash("sha256")
      .update(`${lines.slice(0, -1).join("\n")}\n`)
      .digest("hex"),
  });
  const kinds = new Set(lines.slice(0, -1).map((line) => /^\{"row":"([a-z_]+)"/.exec(line)?.[1]));
  expect([...kinds]).toEqual([
    "run",
    "snapshot",
    "book",
    "content",
    "state",
    "slot",
    "receipt",
    "intent",
    "order",
    "order_event",
    "fill",
    "disposal",
    "transaction",
    "posting",
    "balance",
  ]);
  const { rows } = await one.pools.owner.query<{ tenant: string }>("select id as tenant from tenants where key = 'acme'");
  expect(left.text).not.toContain(rows[0]?.tenant ?? "");

  const alpha = await exported(one, ["alpha"]);
  expect(alpha.text).not.toContain('"account":"beta"');
  expect(alpha.text.length).toBeLessThan(left.text.length);
});
