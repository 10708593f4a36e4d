import { featureColumns } from "@ballast/core/features/feature-columns";
import { GOVERNED_FEATURE_NAMES, GOVERNED_MARKET_FEATURE_NAMES } from "@ballast/core/features/governed-features";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { sealChunk } from "@ballast/core/market/chunk";
import { columnsOfBars } from "@ballast/core/market/columns";
import type { Bar } from "@ballast/core/market/bar";
import { correlationBpsOf, marketValueOf } from "@ballast/core/market/snapshot-lookup";
import { decodeSnapshot } from "@ballast/core/market/snapshot";
import { SymbolDirectory } from "@ballast/core/market/symbols";
import { toHex } from "@ballast/core/numeric/hash";
import { REGIME_VALUE_NAMES } from "@ballast/core/regime/regime";
import { inTransaction, openPool } from "@ballast/db/clients/pool";
import { appendTail, insertChunk } from "@ballast/db/repositories/bars";
import { ensureInstrument } from "@ballast/db/repositories/instruments";
import { openSeries } from "@ballast/db/repositories/series";
import { readSnapshots, type SnapshotRow } from "@ballast/db/repositories/snapshots";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LineageFeatures } from "../marketdata/lineage-features.ts";
import { loadColumns } from "../marketdata/load-columns.ts";
import { seriesIdOf } from "../marketdata/series-id.ts";
import { syntheticSymbols } from "../marketdata/synthetic/coins.ts";
import { feedSynthetic } from "../marketdata/synthetic/feed-synthetic.ts";
import { SyntheticMarket } from "../marketdata/synthetic/synthetic-market.ts";
import { sha256 } from "../ports/sha256.ts";
import { firstBarMs, openLineage, sealNext } from "./seal-snapshots.ts";

const HOUR = 3_600_000;
const JAN = Date.UTC(2021, 0, 1);
const FEATURES = ["atr:14", "ema:20", "ema:20@-1"];
const UNIVERSE = ["BTC/USD", "ETH/USD"];
const directory = new SymbolDirectory(shippedCatalogue());

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await testDatabase();
  pool = database.pools.engine;
  for (const symbol of syntheticSymbols()) await ensureInstrument(pool, directory.instrumentOf(symbol));
});
afterAll(() => database.drop());

const barOf = (hour: number): Bar => ({
  tsMs: JAN + hour * HOUR,
  open: 100 + (hour % 7),
  high: 120,
  low: 90,
  close: 101 + ((hour * 13) % 11),
  volume: hour,
});

/** Stores the hours as one chunk and a tail behind it. */
async function store(source: string, symbol: string, hours: readonly number[], { into = pool, sealedHours = 300 } = {}): Promise<void> {
  const key = { source, symbol, timeframeMs: HOUR };
  const series = await openSeries(into, { ...key, id: seriesIdOf(sha256, key), isSynthetic: false });
  const [sealed, tail] = [hours.filter((hour) => hour < sealedHours), hours.filter((hour) => hour >= sealedHours)];
  if (sealed.length > 0)
    await inTransaction(into, (client) =>
      insertChunk(client, series.id, { ...sealChunk(sha256, { monthMs: JAN, columns: columnsOfBars(sealed.map(barOf)) }), revision: 1 }),
    );
  await appendTail(into, series.id, columnsOfBars(tail.map(barOf)));
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
const wish = (source: string, originMs = JAN) => ({
  sha256,
  source,
  universe: UNIVERSE,
  timeframeMs: HOUR,
  originMs,
  featureNames: FEATURES,
});
const chainOf = (lineageId: string, from = pool): Promise<SnapshotRow[]> =>
  readSnapshots(from, { lineageId, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, limit: 10_000 });
const opensOf = ({ nextOpens }: SnapshotRow): number[] => [...new Float64Array(Uint8Array.from(nextOpens ?? []).buffer)];

describe("sealNext", () => {
  test("seals every close, absent bars too, each naming the one before, with the features of all bars so far", async () => {
    const hours = [...range(0, 100), ...range(103, 700)];
    await store("sealed", "BTC/USD", hours);
    await store("sealed", "ETH/USD", range(40, 700));
    expect(await firstBarMs(pool, { source: "sealed", universe: UNIVERSE, timeframeMs: HOUR })).toBe(JAN);
    const lineageId = await openLineage(pool, wish("sealed"));
    expect(await openLineage(pool, wish("sealed"))).toBe(lineageId);
    expect(await sealNext(pool, { sha256, lineageId, toMs: JAN + 700 * HOUR + 5, closesMax: 10_000 })).toBe(JAN + 700 * HOUR);

    const chain = await chainOf(lineageId);
    expect(chain.map(({ closeMs }) => (closeMs - JAN) / HOUR)).toEqual(range(1, 701));
    chain.forEach((row, index) => {
      expect(toHex(row.previousHash)).toBe(index === 0 ? "0".repeat(64) : toHex(chain[index - 1]?.hash ?? row.hash));
      expect(toHex(sha256(row.body))).toBe(toHex(row.hash));
    });
    const snapshots = chain.map(({ body }) => decodeSnapshot(body));
    const absent = snapshots.filter(({ instruments }) => instruments[0]?.bar === undefined).map(({ closeMs }) => (closeMs - JAN) / HOUR);
    expect(absent).toEqual([101, 102, 103]);
    const expected = featureColumns(FEATURES, columnsOfBars(hours.map(barOf)));
    const present = snapshots.flatMap(({ instruments }) => (instruments[0]?.bar === undefined ? [] : [instruments[0]]));
    present.forEach(({ bar, features }, row) => {
      expect(bar).toEqual(barOf(hours[row] ?? -1));
      expect(features.map((value) => value ?? Number.NaN)).toEqual(expected.map((column) => column[row]));
    });
    expect(chain.slice(98, 99).map(opensOf)).toEqual([[barOf(99).open, barOf(99).open]]);
  });

  test("notes the next open only where that bar directly follows", async () => {
    await store("opens", "BTC/USD", [0, 1, 4]);
    await store("opens", "ETH/USD", range(0, 6));
    const lineageId = await openLineage(pool, wish("opens"));
    await sealNext(pool, { sha256, lineageId, toMs: JAN + 6 * HOUR, closesMax: 100 });
    const opens = (await chainOf(lineageId)).map((row) => opensOf(row)[0]);
    expect(opens).toEqual([barOf(1).open, Number.NaN, Number.NaN, barOf(4).open, Number.NaN, Number.NaN]);
  });

  test("gives the same bytes in one go, in pieces, after a restart, and from racing processes", async () => {
    const hours = range(0, 600);
    for (const symbol of UNIVERSE) await store("pieces", symbol, hours);
    const toMs = JAN + 600 * HOUR;
    const lineageId = await openLineage(pool, wish("pieces"));
    // A new pool knows nothing of the feature state, as a new process does.
    const others = Array.from({ length: 3 }, () => openPool({ url: database.engineUrl, connectionsMax: 2, application: "ballast-test" }));
    await sealNext(pool, { sha256, lineageId, toMs, closesMax: 37 });
    await sealNext(pool, { sha256, lineageId, toMs, closesMax: 1 });
    for (const other of others) await sealNext(other, { sha256, lineageId, toMs, closesMax: 90 });
    const ends = await Promise.all([pool, ...others].map((each) => sealNext(each, { sha256, lineageId, toMs, closesMax: 10_000 })));
    expect(ends).toEqual([toMs, toMs, toMs, toMs]);
    await Promise.all(others.map((other) => other.end()));

    const twin = await testDatabase();
    try {
      const into = twin.pools.engine;
      for (const symbol of UNIVERSE) await ensureInstrument(into, directory.instrumentOf(symbol));
      for (const symbol of UNIVERSE) await store("pieces", symbol, hours, { into, sealedHours: 500 });
      const twinId = await openLineage(into, wish("pieces"));
      await sealNext(into, { sha256, lineageId: twinId, toMs, closesMax: 10_000 });
      const [ours, theirs] = [await chainOf(lineageId), await chainOf(twinId, into)];
      expect(twinId).toBe(lineageId);
      expect(theirs.map(({ hash }) => toHex(hash))).toEqual(ours.map(({ hash }) => toHex(hash)));
      expect(theirs.map(opensOf)).toEqual(ours.map(opensOf));
    } finally {
      await twin.drop();
    }
  });

  test("a longer history behind the origin changes nothing, one before it opens another lineage", async () => {
    for (const symbol of UNIVERSE) await store("longer", symbol, range(100, 400));
    const fromMs = JAN + 100 * HOUR;
    const first = await openLineage(pool, wish("longer", fromMs));
    await sealNext(pool, { sha256, lineageId: first, toMs: JAN + 400 * HOUR, closesMax: 1_000 });
    for (const symbol of UNIVERSE) await store("longer", symbol, range(400, 500));
    expect(await openLineage(pool, wish("longer", fromMs))).toBe(first);
    expect(await openLineage(pool, wish("longer", JAN))).not.toBe(first);
    expect(await sealNext(pool, { sha256, lineageId: first, toMs: JAN + 500 * HOUR, closesMax: 1_000 })).toBe(JAN + 500 * HOUR);
  });

  test("seals the market as a whole for a governed lineage, the same after a restart", async () => {
    const hours = range(0, 900);
    await store(
      "governed",
      "BTC/USD",
      hours.filter((hour) => hour < 300 || hour > 310),
    );
    await store("governed", "ETH/USD", hours);
    const governed = { ...wish("governed"), featureNames: GOVERNED_FEATURE_NAMES };
    const plainId = await openLineage(pool, governed);
    const lineageId = await openLineage(pool, { ...governed, marketFeatureNames: GOVERNED_MARKET_FEATURE_NAMES });
    expect(lineageId).not.toBe(plainId);
    const toMs = JAN + 900 * HOUR;
    await sealNext(pool, { sha256, lineageId: plainId, toMs, closesMax: 1_000 });
    await sealNext(pool, { sha256, lineageId, toMs, closesMax: 755 });
    const fresh = openPool({ url: database.engineUrl, connectionsMax: 2, application: "ballast-test" });
    await sealNext(fresh, { sha256, lineageId, toMs, closesMax: 1_000 });
    await fresh.end();

    const [plain, whole] = [await chainOf(plainId), await chainOf(lineageId)].map((chain) => chain.map(({ body }) => decodeSnapshot(body)));
    expect(plain?.every(({ market, correlationsBps }) => market === undefined && correlationsBps === undefined)).toBe(true);
    expect(whole?.map(({ instruments }) => instruments)).toEqual(plain?.map(({ instruments }) => instruments));
    const last = whole?.at(-1);
    if (last === undefined) throw new Error("nothing was sealed");
    expect(last.market?.names).toEqual(GOVERNED_MARKET_FEATURE_NAMES);
    for (const name of REGIME_VALUE_NAMES) expect(marketValueOf(last, name), name).toBeDefined();
    expect(correlationBpsOf(last, "ETH/USD", "BTC/USD")).toBeGreaterThan(9_000);
    // Every close again, by one track that never stopped.
    const track = new LineageFeatures({
      ...{ id: lineageId, source: "governed", universe: UNIVERSE, timeframeMs: HOUR, originMs: JAN, isSynthetic: false },
      ...{ featureNames: GOVERNED_FEATURE_NAMES, marketFeatureNames: GOVERNED_MARKET_FEATURE_NAMES },
    });
    for (const snapshot of whole ?? []) {
      const bars = snapshot.instruments.map(({ bar }) => bar);
      expect(track.close(snapshot.closeMs - HOUR, bars)).toEqual({
        instruments: snapshot.instruments,
        market: snapshot.market,
        correlationsBps: snapshot.correlationsBps,
      });
    }
  });

  test("refuses a lineage whose regime has nothing to be read from", async () => {
    await store("unread", "BTC/USD", range(0, 5));
    const lineageId = await openLineage(pool, { ...wish("unread"), marketFeatureNames: ["regime"] });
    await expect(sealNext(pool, { sha256, lineageId, toMs: JAN + 5 * HOUR, closesMax: 1 })).rejects.toThrow("vol:720");
  });

  test("refuses to go on over bars that were changed behind its back", async () => {
    for (const symbol of UNIVERSE) await store("changed", symbol, range(0, 200));
    const lineageId = await openLineage(pool, wish("changed"));
    await sealNext(pool, { sha256, lineageId, toMs: JAN + 100 * HOUR, closesMax: 1_000 });
    const key = { source: "changed", symbol: "BTC/USD", timeframeMs: HOUR };
    const bars = range(0, 200).map((hour) => (hour === 50 ? { ...barOf(hour), close: 119 } : barOf(hour)));
    await inTransaction(pool, (client) =>
      insertChunk(client, seriesIdOf(sha256, key), { ...sealChunk(sha256, { monthMs: JAN, columns: columnsOfBars(bars) }), revision: 2 }),
    );
    const fresh = openPool({ url: database.engineUrl, connectionsMax: 2, application: "ballast-test" });
    await expect(sealNext(fresh, { sha256, lineageId, toMs: JAN + 200 * HOUR, closesMax: 1_000 })).rejects.toThrow(/were repaired/);
    await fresh.end();
  });
});

describe("feedSynthetic", () => {
  test("stores the same market hour by hour as at once, months as chunks", async () => {
    const market = new SyntheticMarket({ sha256, seed: "feed" });
    const originMs = Date.UTC(2024, 0, 20);
    const steps = [
      originMs,
      Date.UTC(2024, 1, 10, 7),
      Date.UTC(2024, 1, 29, 23),
      Date.UTC(2024, 2, 1),
      Date.UTC(2024, 2, 1, 1),
      Date.UTC(2024, 4, 3),
    ];
    for (const [index, toMs] of steps.slice(1).entries())
      await inTransaction(pool, (client) =>
        feedSynthetic(client, { sha256, market, source: "stepwise", originMs }, { fromMs: steps[index] ?? 0, toMs }),
      );
    const span = { fromMs: originMs, toMs: steps.at(-1) ?? 0 };
    for (const symbol of syntheticSymbols()) {
      const id = seriesIdOf(sha256, { source: "stepwise", symbol, timeframeMs: HOUR });
      expect(await loadColumns({ db: pool, sha256 }, id, { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })).toEqual(
        market.columns(symbol, span),
      );
    }
    const { rows } = await database.pools.owner.query<{ chunks: number; tail: number }>(
      "select (select count(*) from bar_chunks c join series s on s.id = c.series_id where s.source = 'stepwise')::int4 as chunks, (select count(*) from bar_tail t join series s on s.id = t.series_id where s.source = 'stepwise')::int4 as tail",
    );
    expect(rows).toEqual([{ chunks: 10 * 4, tail: 10 * 48 }]);
  });
});
