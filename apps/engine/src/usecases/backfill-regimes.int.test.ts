import { benchmarkOf } from "@ballast/core/features/benchmark";
import { GOVERNED_FEATURE_NAMES, GOVERNED_MARKET_FEATURE_NAMES } from "@ballast/core/features/governed-features";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { decodeSnapshot } from "@ballast/core/market/snapshot";
import { SymbolDirectory } from "@ballast/core/market/symbols";
import { REGIMES } from "@ballast/core/regime/regime";
import { marketReadingOf } from "@ballast/core/strategy/governed/reading";
import { inTransaction, openPool } from "@ballast/db/clients/pool";
import { ensureInstrument } from "@ballast/db/repositories/instruments";
import { readSnapshots } from "@ballast/db/repositories/snapshots";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { syntheticSymbols } from "../marketdata/synthetic/coins.ts";
import { feedSynthetic } from "../marketdata/synthetic/feed-synthetic.ts";
import { SyntheticMarket } from "../marketdata/synthetic/synthetic-market.ts";
import { sha256 } from "../ports/sha256.ts";
import { backfillRegimes } from "./backfill-regimes.ts";
import { openLineage, sealNext } from "./seal-snapshots.ts";

const HOUR = 3_600_000;
const JAN = Date.UTC(2021, 0, 1);
const HOURS = 4_000;
const UNIVERSE = ["BTC/USD", "ETH/USD"];
const GOVERNED = { featureNames: GOVERNED_FEATURE_NAMES, marketFeatureNames: GOVERNED_MARKET_FEATURE_NAMES };

let database: TestDatabase;
let pool: Pool;
let lineageId: string;
beforeAll(async () => {
  database = await testDatabase();
  pool = database.pools.engine;
  const directory = new SymbolDirectory(shippedCatalogue());
  for (const symbol of syntheticSymbols()) await ensureInstrument(pool, directory.instrumentOf(symbol));
  const market = new SyntheticMarket({ sha256, seed: "weather" });
  const feed = { sha256, market, source: "weather", originMs: JAN };
  await inTransaction(pool, (client) => feedSynthetic(client, feed, { fromMs: JAN, toMs: JAN + HOURS * HOUR }));
  const wish = { sha256, source: "weather", universe: UNIVERSE, timeframeMs: HOUR, originMs: JAN };
  const plainId = await openLineage(pool, { ...wish, featureNames: ["atr:14"] });
  await sealNext(pool, { sha256, lineageId: plainId, toMs: JAN + HOURS * HOUR, closesMax: 50 });
  lineageId = await openLineage(pool, { ...wish, ...GOVERNED });
  // One close of the stored bars is left to be sealed.
  await sealNext(pool, { sha256, lineageId, toMs: JAN + HOURS * HOUR, closesMax: HOURS - 1 });
});
afterAll(() => database.drop());

/** The table as it would be, made from the bytes of every snapshot. */
async function expectedRegimes(): Promise<readonly object[]> {
  const sealed = await readSnapshots(pool, { lineageId, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, limit: HOURS });
  return sealed.flatMap(({ body }) => {
    const snapshot = decodeSnapshot(body);
    const reading = marketReadingOf(snapshot);
    const bar = snapshot.instruments.find(({ symbol }) => symbol === benchmarkOf(UNIVERSE))?.bar;
    if (reading === undefined) return [];
    const { regime, confidence, volatilityIndex, trend, riskScore } = reading.regime;
    return {
      ...{ lineage_id: lineageId, close_ms: snapshot.closeMs, regime, confidence, volatility_index: volatilityIndex, trend },
      ...{ risk_score: riskScore, breadth: reading.breadth, benchmark_close: bar?.close },
    };
  });
}

async function lastSealedMs(): Promise<number> {
  const { rows } = await pool.query<{ last_ms: number }>("select max(close_ms) as last_ms from snapshots where lineage_id = $1", [
    lineageId,
  ]);
  return rows[0]?.last_ms ?? 0;
}

const storedRegimes = async (): Promise<readonly object[]> =>
  (await pool.query<object>("select * from regimes where lineage_id = $1 order by close_ms", [lineageId])).rows;

/** The database as the release before left it: closes sealed, no regimes, the work written down by the migration. */
async function forgetRegimes(): Promise<void> {
  const operator = openPool({ url: database.adminUrl, connectionsMax: 1, application: "ballast-test operator" });
  await operator.query("alter table regimes disable trigger user");
  await operator.query("delete from regimes where lineage_id = $1", [lineageId]);
  await operator.query("alter table regimes enable always trigger append_only");
  await operator.query("alter table regimes enable always trigger append_only_truncate");
  await operator.query("delete from regime_backlog");
  await operator.query(
    "insert into regime_backlog (lineage_id) select id from lineages where 'regime' = any (market_feature_names) and id = $1",
    [lineageId],
  );
  await operator.end();
}

const backlog = async (): Promise<readonly object[]> => (await pool.query<object>("select before_ms, is_done from regime_backlog")).rows;

describe("regimes", () => {
  test("stand in their table close by close as in the snapshots, none while they warm up", async () => {
    const expected = await expectedRegimes();
    expect(expected.length).toBeGreaterThan(HOURS - 800);
    expect(expected.length).toBeLessThan(HOURS - 700);
    expect(await storedRegimes()).toEqual(expected);
  });

  test("are sealed with their snapshot, or neither is", async () => {
    const wish = { sha256, source: "weather", universe: UNIVERSE, timeframeMs: HOUR, originMs: JAN + HOUR };
    const otherId = await openLineage(pool, { ...wish, ...GOVERNED });
    const toMs = JAN + 1_000 * HOUR;
    await sealNext(pool, { sha256, lineageId: otherId, toMs, closesMax: 900 });
    const { owner } = database.pools;
    await owner.query("revoke insert on regimes from ballast_engine");
    await expect(sealNext(pool, { sha256, lineageId: otherId, toMs, closesMax: 1 })).rejects.toThrow("permission denied");
    await owner.query("grant insert on regimes to ballast_engine");
    const after = { lineageId: otherId, fromMs: JAN + 902 * HOUR, toMs, limit: 1 };
    expect(await readSnapshots(pool, after)).toEqual([]);
    await sealNext(pool, { sha256, lineageId: otherId, toMs, closesMax: 1 });
    expect(await readSnapshots(pool, after)).toHaveLength(1);
  });

  test("are ordered by SQL as core orders them", async () => {
    const { rows } = await pool.query<{ regime: string }>("select unnest(enum_range(null::market_regime))::text as regime");
    expect(rows.map(({ regime }) => regime)).toEqual(REGIMES);
  });
});

describe("backfillRegimes", () => {
  test("writes what was sealed before, newest first, in rounds that go on where the last one ended", async () => {
    const expected = await expectedRegimes();
    await forgetRegimes();
    await backfillRegimes(pool);
    expect(await storedRegimes()).toEqual(expected.slice(-2_048));
    expect(await backlog()).toEqual([{ before_ms: (await lastSealedMs()) - 2_047 * HOUR, is_done: false }]);
    await backfillRegimes(pool);
    expect(await storedRegimes()).toEqual(expected);
    expect(await backlog()).toEqual([{ before_ms: JAN + HOUR, is_done: true }]);
  });

  test("goes beside the sealer, from two engines at once, and does no more when it is done", async () => {
    await forgetRegimes();
    await Promise.all([
      backfillRegimes(pool),
      backfillRegimes(pool),
      sealNext(pool, { sha256, lineageId, toMs: JAN + HOURS * HOUR, closesMax: 1 }),
    ]);
    await backfillRegimes(pool);
    await backfillRegimes(pool);
    const stored = await storedRegimes();
    expect(stored).toEqual(await expectedRegimes());
    expect(stored.at(-1)).toMatchObject({ close_ms: JAN + HOURS * HOUR });
    await backfillRegimes(pool);
    expect(await backlog()).toEqual([{ before_ms: JAN + HOUR, is_done: true }]);
  });
});
