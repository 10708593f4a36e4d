import { setTimeout as sleep } from "node:timers/promises";
import { columnsOfBars } from "@ballast/core/market/columns";
import type { Bar } from "@ballast/core/market/bar";
import { deriveId } from "@ballast/core/numeric/hash";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { RISK_PROFILE_PRESETS } from "@ballast/core/risk/profile-presets";
import { encodeStrategySettings, strategySettingsSchema } from "@ballast/core/strategy/settings";
import { lineageNeedsOf } from "@ballast/core/strategy/strategy-of";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { inTransaction } from "@ballast/db/clients/pool";
import { putVersion } from "@ballast/db/repositories/accounts";
import { appendTail } from "@ballast/db/repositories/bars";
import { findDueShardsOf, isTrackBehind } from "@ballast/db/repositories/due-work";
import { putMarket } from "@ballast/db/repositories/markets";
import { openBooks } from "@ballast/db/repositories/open-books";
import { ensurePartitions } from "@ballast/db/repositories/partitions";
import { insertRun, type Run } from "@ballast/db/repositories/runs";
import { openSeries } from "@ballast/db/repositories/series";
import { putTrack } from "@ballast/db/repositories/tracks";
import { cycleDecide } from "@ballast/jobs/catalog";
import { seriesIdOf } from "../src/marketdata/series-id.ts";
import type { EnginePorts } from "../src/ports/engine-ports.ts";
import { openRunBooks, type RunAccount } from "../src/usecases/runs/open-run-books.ts";
import { openLineage, sealNext } from "../src/usecases/seal-snapshots.ts";
import { openBenchEngine, type BenchEngine } from "./bench-engine.ts";
import type { BenchDatabase, BenchServers } from "./bench-servers.ts";

/** BTC crosses up at the measured close, XRP one earlier, ETH never: an account's instrument says whether it enters. */
const ENTERING = "BTC/USD";
const EARLY = "XRP/USD";
const QUIET = "ETH/USD";
const SYMBOLS = [ENTERING, QUIET, EARLY];
const MARKET = "bench";
/** A market beside it whose accounts enter one close before the measured one, and are not due at it. */
const EARLY_MARKET = "bench-early";
const EARLY_ACCOUNTS = 1_000;
const ORIGIN_MS = Date.UTC(2026, 0, 5);
/** Risk reads thirty days of hours, and the spread of a day beside them. */
const WARM_UP_BARS = 745;
const CLOSE_MS = ORIGIN_MS + (WARM_UP_BARS + 1) * HOUR_MS;
/**
 * One close before the measured one is decided too, quiet and entering, as in an engine that runs: code
 * is compiled, plans are made, leases held.
 */
const OPENED_MS = CLOSE_MS - 2 * HOUR_MS;
const ACCOUNTS_PER_COMMIT = 500;
const POLL_MS = 25;
const DEADLINE_MS = 300_000;
/** Enough that the smallest size of an entry is above every minimum. */
const STARTING_UNITS = 1_000_000_00000000n;

export type CyclesResult = {
  readonly accounts: number;
  readonly enteringShare: number;
  readonly seconds: number;
  readonly cyclesPerSecond: number;
  readonly receipts: number;
  readonly fills: number;
  readonly ledgerTransactions: number;
  readonly rssMb: number;
};

/** The bar from which on an instrument's price is higher: by less than an hour that risk calls violent. */
const JUMPS: Readonly<Record<string, number>> = { [ENTERING]: WARM_UP_BARS, [EARLY]: WARM_UP_BARS - 1 };

const JUMP = 10;
/** What each hour swings by: the usual move of a market, that a jump is measured against. */
const SWING = 2;
/** From an hour's middle to its high or low: wide enough that a spread can be estimated from them. */
const HALF_RANGE = 10;

/** Bars that swing, fall slowly and jump: the fast average crosses the slow one exactly there. One more bar gives the open to fill at. */
function bars(symbol: string): Bar[] {
  const jump = JUMPS[symbol] ?? Infinity;
  return Array.from({ length: WARM_UP_BARS + 2 }, (_, index) => {
    const price = 1_000 - index * 0.02 + (index % 2 === 0 ? SWING : -SWING) + (index >= jump ? JUMP : 0);
    return {
      tsMs: ORIGIN_MS + index * HOUR_MS,
      open: price,
      high: price + HALF_RANGE,
      low: price - HALF_RANGE,
      close: price,
      volume: 1_000,
    };
  });
}

async function storeBars(ports: EnginePorts): Promise<string> {
  for (const symbol of SYMBOLS) {
    const key = { source: MARKET, symbol, timeframeMs: HOUR_MS };
    const series = await openSeries(ports.pool, { ...key, id: seriesIdOf(ports.sha256, key), isSynthetic: true });
    await appendTail(ports.pool, series.id, columnsOfBars(bars(symbol)));
  }
  const settings = strategySettingsSchema.parse({
    kind: "ema-atr",
    fast: 20,
    slow: 50,
    atr: 14,
    atrMult: 2,
    timeframeMs: HOUR_MS,
    instruments: SYMBOLS,
  });
  const needs = lineageNeedsOf(settings, "governed");
  const lineageId = await openLineage(ports.pool, {
    sha256: ports.sha256,
    source: MARKET,
    universe: SYMBOLS,
    timeframeMs: HOUR_MS,
    originMs: ORIGIN_MS,
    featureNames: needs.featureNames,
    marketFeatureNames: needs.marketValueNames,
  });
  await sealNext(ports.pool, { sha256: ports.sha256, lineageId, toMs: OPENED_MS, closesMax: WARM_UP_BARS });
  return lineageId;
}

/** Accounts of one market: the first of them trade `trades`, the others stay quiet. */
type Crowd = { readonly market: string; readonly accounts: number; readonly entering: number; readonly trades: string };
type BenchAccount = RunAccount & { readonly symbol: string };

function settingsOf(symbol: string): Uint8Array {
  return encodeStrategySettings(
    strategySettingsSchema.parse({ kind: "ema-atr", fast: 20, slow: 50, atr: 14, atrMult: 2, timeframeMs: HOUR_MS, instruments: [symbol] }),
  );
}

const PROFILE_BODY = encodeRiskProfile(RISK_PROFILE_PRESETS.guarded);

/** Workspace and versions: what all accounts share. */
async function openWorkspace({ pool, sha256 }: EnginePorts, database: BenchDatabase): Promise<string> {
  const tenantId = deriveId(sha256, { kind: "tenant", accountKey: "bench", runKey: "", slotKey: "", n: 0 });
  await database.owner.query("insert into tenants (id, key, name, is_demo, created_at_ms) values ($1, 'bench', 'Bench', false, 0)", [
    tenantId,
  ]);
  const version = { tenantId, author: "bench", reason: "bench", createdAtMs: 0 };
  await putVersion(pool, "profile", { ...version, key: "guarded", hash: sha256(PROFILE_BODY), body: PROFILE_BODY });
  for (const symbol of SYMBOLS) {
    const body = settingsOf(symbol);
    await putVersion(pool, "settings", { ...version, key: symbol, hash: sha256(body), body });
  }
  await ensurePartitions(pool, { fromMs: ORIGIN_MS, toMs: CLOSE_MS });
  return tenantId;
}

/** Market, run and track: what the accounts of one crowd share. */
async function openMarket(
  { pool, sha256 }: EnginePorts,
  of: { readonly tenantId: string; readonly key: string; readonly lineageId: string },
): Promise<Run> {
  await putMarket(pool, {
    key: of.key,
    name: "Bench",
    isSynthetic: true,
    source: MARKET,
    timeframeMs: HOUR_MS,
    clock: "replay",
    rate: 1,
    seed: "",
    originMs: ORIGIN_MS,
    cursorMs: OPENED_MS,
    pacedFromMs: 0,
  });
  const run: Run = {
    tenantId: of.tenantId,
    id: deriveId(sha256, { kind: "run", accountKey: of.key, runKey: "live", slotKey: "", n: 0 }),
    key: `live-${of.key}`,
    kind: "live",
    marketKey: of.key,
    lineageId: null,
    clock: "replay",
    rate: 1,
    fromMs: OPENED_MS,
    toMs: null,
    nextCloseMs: OPENED_MS + HOUR_MS,
    state: "running",
    options: {},
    failure: null,
  };
  await insertRun(pool, run);
  await putTrack(pool, { key: of.key, lineageId: of.lineageId, horizonMs: OPENED_MS });
  return run;
}

/** Accounts and books of one commit, with their opening deposits, as they are opened one by one elsewhere. */
async function openCrowdPart(ports: EnginePorts, run: Run, accounts: readonly BenchAccount[]): Promise<void> {
  const { sha256, instruments, shards } = ports;
  await inTransaction(ports.pool, async (client) => {
    await client.query(
      `insert into accounts (tenant_id, id, key, name, mode, market_key, base_currency, starting_units, profile_key, profile_version, settings_key, settings_version,
         taker_fee_bps, maker_fee_bps, slippage_bps, seed, created_at_ms)
       select $1, id, key, key, 'paper', $2, 'USD', $3, 'guarded', 1, symbol, 1, 26, 16, 5, key, 0 from unnest($4::uuid[], $5::text[], $6::text[]) as a(id, key, symbol)`,
      [
        run.tenantId,
        run.marketKey,
        STARTING_UNITS.toString(),
        accounts.map(({ id }) => id),
        accounts.map(({ key }) => key),
        accounts.map(({ symbol }) => symbol),
      ],
    );
    await openBooks(
      client,
      openRunBooks(accounts, {
        sha256,
        instruments,
        run,
        track: run.marketKey,
        shards,
        openedMs: OPENED_MS,
        firstSlotMs: OPENED_MS + HOUR_MS,
      }),
    );
  });
}

async function openCrowd(ports: EnginePorts, run: Run, of: Crowd): Promise<void> {
  for (let from = 0; from < of.accounts; from += ACCOUNTS_PER_COMMIT) {
    const accounts = Array.from({ length: Math.min(ACCOUNTS_PER_COMMIT, of.accounts - from) }, (_, offset): BenchAccount => {
      const n = from + offset;
      const symbol = n < of.entering ? of.trades : QUIET;
      const key = `${of.market}-${n}`;
      return {
        symbol,
        tenantId: run.tenantId,
        id: deriveId(ports.sha256, { kind: "account", accountKey: key, runKey: "", slotKey: "", n }),
        key,
        mode: "paper",
        baseCurrency: "USD",
        startingUnits: STARTING_UNITS,
        profileBody: PROFILE_BODY,
        settingsBody: settingsOf(symbol),
        takerFeeBps: 26,
        slippageBps: 5,
        seed: `seed-${n}`,
      };
    });
    await openCrowdPart(ports, run, accounts);
  }
}

/** From the sealed snapshot to the last receipt and fill: nudges by the queue, decisions, hashes, commits, dispatch. */
async function decideClose(
  { ports, jobsLeft }: BenchEngine,
  of: { readonly lineageId: string; readonly tracks: readonly string[]; readonly closeMs: number },
): Promise<number> {
  await sealNext(ports.pool, { sha256: ports.sha256, lineageId: of.lineageId, toMs: of.closeMs, closesMax: 1 });
  const startedMs = performance.now();
  for (const track of of.tracks) {
    await putTrack(ports.pool, { key: track, lineageId: of.lineageId, horizonMs: of.closeMs });
    for (const due of await findDueShardsOf(ports.pool, track)) await ports.enqueue(cycleDecide, due);
  }
  // The queue is asked, not the books: reading all of them every few milliseconds would take a core of its own.
  while ((await jobsLeft(cycleDecide.name)) > 0) {
    if (performance.now() - startedMs > DEADLINE_MS) throw new Error("the cycles did not end in time");
    await sleep(POLL_MS);
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  for (const track of of.tracks) if (await isTrackBehind(ports.pool, track)) throw new Error("the queue is empty and books are still due");
  return seconds;
}

/** What the measured close wrote. */
async function countRows({ owner }: BenchDatabase): Promise<Pick<CyclesResult, "receipts" | "fills" | "ledgerTransactions">> {
  const { rows } = await owner.query<{ receipts: number; fills: number; ledgerTransactions: number }>(
    `select (select count(*) from receipts r where r.at_ms = $1)::int4 as receipts, (select count(*) from fills where at_ms = $1)::int4 as fills,
       (select count(*) from ledger_transactions where kind = 'FILL' and at_ms = $1)::int4 as "ledgerTransactions"`,
    [CLOSE_MS],
  );
  return rows[0] ?? { receipts: 0, fills: 0, ledgerTransactions: 0 };
}

/** Durable paper cycles of many accounts on one snapshot, a share of which enters and fills. */
export async function benchCycles(
  servers: BenchServers,
  of: { readonly accounts: number; readonly enteringShare: number },
): Promise<CyclesResult> {
  const database = await servers.newDatabase();
  const engine = await openBenchEngine({ pool: database.engine, redisUrl: servers.redisUrl });
  const { ports } = engine;
  try {
    const lineageId = await storeBars(ports);
    const tenantId = await openWorkspace(ports, database);
    const entering = Math.round(of.accounts * of.enteringShare);
    const measured: Crowd = { market: MARKET, accounts: of.accounts, entering, trades: ENTERING };
    const early: Crowd = { market: EARLY_MARKET, accounts: EARLY_ACCOUNTS, entering: EARLY_ACCOUNTS, trades: EARLY };
    for (const crowd of [measured, early])
      await openCrowd(ports, await openMarket(ports, { tenantId, key: crowd.market, lineageId }), crowd);
    await database.owner.query("analyze");
    await decideClose(engine, { lineageId, tracks: [MARKET, EARLY_MARKET], closeMs: CLOSE_MS - HOUR_MS });
    const seconds = await decideClose(engine, { lineageId, tracks: [MARKET], closeMs: CLOSE_MS });
    const counts = await countRows(database);
    if (counts.fills !== entering) throw new Error(`${counts.fills} of ${entering} accounts entered: the figure would be another's`);
    return { ...of, seconds, cyclesPerSecond: of.accounts / seconds, ...counts, rssMb: process.memoryUsage.rss() / 1_048_576 };
  } finally {
    await engine.close();
    await database.close();
  }
}
