import { setTimeout as sleep } from "node:timers/promises";
import { deriveId } from "@ballast/core/numeric/hash";
import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { inTransaction } from "@ballast/db/clients/pool";
import { findAccounts, type Account } from "@ballast/db/repositories/accounts";
import type { Pool } from "pg";
import type { EnginePorts } from "../src/ports/engine-ports.ts";
import { findRun } from "@ballast/db/repositories/runs";
import { runAdvance } from "@ballast/jobs/catalog";
import { feedSynthetic } from "../src/marketdata/synthetic/feed-synthetic.ts";
import { SyntheticMarket } from "../src/marketdata/synthetic/synthetic-market.ts";
import { createAccount } from "../src/usecases/accounts/create-account.ts";
import { shipMarkets } from "../src/usecases/market/markets.ts";
import { startRun } from "../src/usecases/runs/start-run.ts";
import { sweepRuns } from "../src/usecases/runs/sweep-runs.ts";
import { openBenchEngine } from "./bench-engine.ts";
import type { BenchDatabase, BenchServers } from "./bench-servers.ts";

const SOURCE = "bench";
const ORIGIN_MS = Date.UTC(2024, 0, 1);
const FROM_MS = ORIGIN_MS + 30 * DAY_MS;
const POLL_MS = 10;
/** As `ballast run` and every engine do, in case a nudge is lost with its queue. */
const SWEEP_MS = 3_000;
const DEADLINE_MS = 600_000;

export type RunResult = {
  readonly accounts: number;
  readonly slots: number;
  readonly seconds: number;
  readonly slotsPerSecond: number;
  readonly rssMb: number;
};

/** A workspace with its accounts, and the synthetic bars of the period stored as if they had been imported. */
async function openScene(ports: EnginePorts, owner: Pool, of: { readonly accounts: number; readonly toMs: number }): Promise<Account[]> {
  const { pool, sha256 } = ports;
  const tenantId = deriveId(sha256, { kind: "tenant", accountKey: "bench", runKey: "", slotKey: "", n: 0 });
  await owner.query("insert into tenants (id, key, name, is_demo, created_at_ms) values ($1, 'bench', 'Bench', false, 0)", [tenantId]);
  await shipMarkets(pool);
  const feed = { sha256, market: new SyntheticMarket({ sha256, seed: SOURCE }), source: SOURCE, originMs: ORIGIN_MS };
  await inTransaction(pool, (client) => feedSynthetic(client, feed, { fromMs: ORIGIN_MS, toMs: of.toMs + HOUR_MS }));
  for (let n = 0; n < of.accounts; n += 1) {
    const named = { key: `account-${n}`, name: `Account ${n}`, marketKey: "archive", profileKey: "guarded" };
    await createAccount(ports, { tenantId, actor: "bench", account: { ...named, baseCurrency: "USD", startingBalance: "10000" } });
  }
  return findAccounts(pool);
}

type EndedRun = { readonly database: BenchDatabase; readonly fromMs: number; readonly seconds: number };

/** `ballast run` without the command line, from the run's row to its end, snapshots sealed on the way; then what is measured of it. */
export async function inBenchRun<Result>(
  servers: BenchServers,
  of: { readonly accounts: number; readonly days: number },
  measure: (ended: EndedRun) => Promise<Result>,
): Promise<Result> {
  const database = await servers.newDatabase();
  const engine = await openBenchEngine({ pool: database.engine, redisUrl: servers.redisUrl });
  const { ports } = engine;
  const toMs = FROM_MS + of.days * DAY_MS;
  try {
    const accounts = await openScene(ports, database.owner, { accounts: of.accounts, toMs });
    const startedMs = performance.now();
    let sweptMs = startedMs;
    const period = { fromMs: FROM_MS, toMs, source: SOURCE, marketKey: "archive" };
    const run = await startRun({ ...ports, ...period, accounts, runKey: "bench", overrides: {}, onWarning: () => undefined });
    await ports.enqueue(runAdvance, { runId: run.id });
    while ((await findRun(ports.pool, run.id))?.state === "running") {
      if (performance.now() - startedMs > DEADLINE_MS) throw new Error("the run did not end in time");
      if (performance.now() - sweptMs > SWEEP_MS) {
        sweptMs = performance.now();
        await sweepRuns(ports);
      }
      await sleep(POLL_MS);
    }
    return await measure({ database, fromMs: FROM_MS, seconds: (performance.now() - startedMs) / 1_000 });
  } finally {
    await engine.close();
    await database.close();
  }
}

function benchRun(servers: BenchServers, of: { readonly accounts: number; readonly days: number }): Promise<RunResult> {
  const slots = (of.days * DAY_MS * of.accounts) / HOUR_MS;
  return inBenchRun(servers, of, async ({ seconds }) => ({
    accounts: of.accounts,
    slots,
    seconds,
    slotsPerSecond: slots / seconds,
    rssMb: process.memoryUsage.rss() / 1_048_576,
  }));
}

/** One account over a year, and fifty over two months, ten instruments each. */
export async function benchRuns(servers: BenchServers, say: (line: string) => void): Promise<Record<string, unknown>> {
  say("run: 1 account, 365 days");
  const one = await benchRun(servers, { accounts: 1, days: 365 });
  say("run: 50 accounts, 60 days");
  const fifty = await benchRun(servers, { accounts: 50, days: 60 });
  return { goal: "150 slots/s for one account, 3,000 in sum over 50", one, fifty };
}
