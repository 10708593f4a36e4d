import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Tx } from "../database.ts";
import { readRegimeChanges, REGIME_CHANGES } from "./regime-changes.ts";
import { readRegimeHistory, REGIME_BUCKETS } from "./regime-history.ts";

const database = await testDatabase();
const { engine, owner, web } = database.pools;
afterAll(database.drop);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Five years of hours. */
const HOURS = 43_830;
const LAST_MS = HOURS * HOUR;
const WARM_UP_HOURS = 720;
const LINEAGE_ID = "00000000-0000-8000-8000-000000000001";
const SHORT_ID = "00000000-0000-8000-8000-000000000002";

const tx: Tx = {
  rows: async <Row>(sql: string, values: readonly unknown[] = []) => (await web.query<Row & object>(sql, [...values])).rows,
};

/** RISK_OFF every third week, else NEUTRAL; a panic of one hour at 1,000 hours before the end and a calm day at its end. */
const REGIME_AT = `case when n = ${HOURS - 1_000} then 'PANIC' when n > ${HOURS - 24} then 'RISK_ON'
  when (n / 168) % 3 = 0 then 'RISK_OFF' else 'NEUTRAL' end`;

/** Hash of the close before, and nothing before the first. */
const PREVIOUS = "case n when 1 then decode(repeat('00', 32), 'hex') else sha256(int8send(n - 1)) end";

beforeAll(async () => {
  for (const [id, market] of [
    [LINEAGE_ID, "long"],
    [SHORT_ID, "young"],
  ]) {
    await engine.query("insert into lineages values ($1, $2, '{BTC/USD,ETH/USD}', $3, 0, '{}', true, '{regime}')", [id, market, HOUR]);
    await engine.query("insert into tracks values ($1, $2, 0)", [market, id]);
  }
  const seal = `insert into snapshots select $1, n * ${HOUR}::int8, sha256(int8send(n)), ${PREVIOUS}, int8send(n), null from generate_series(1, $2::int4) n`;
  await engine.query(seal, [LINEAGE_ID, HOURS]);
  await engine.query(seal, [SHORT_ID, 10]);
  await engine.query(
    `insert into regimes select $1, n * ${HOUR}::int8, (${REGIME_AT})::market_regime, 0.5, 20 + n % 7, n % 3 - 1, 40, 0.25, 1000 + n
       from generate_series($2::int4, $3::int4) n where n not between 30000 and 30100`,
    [LINEAGE_ID, WARM_UP_HOURS, HOURS],
  );
  await owner.query("analyze regimes");
});

describe("a history of regimes", () => {
  test("shows a panic of one hour in five years, at most 240 points, the last with the last close's figures", async () => {
    const history = await readRegimeHistory(tx, { marketKey: "long", span: "all" });
    expect(history.everyMs).toBe(180 * HOUR);
    expect(history.points.length).toBeLessThanOrEqual(240);
    const panics = history.points.filter(({ regime }) => regime === "PANIC");
    expect(panics).toHaveLength(1);
    const panicMs = LAST_MS - 1_000 * HOUR;
    expect(panics[0]?.closeMs).toBeGreaterThanOrEqual(panicMs);
    expect(panics[0]?.closeMs).toBeLessThan(panicMs + 180 * HOUR);
    expect(history.points.at(-1)).toMatchObject({ closeMs: LAST_MS, regime: "NEUTRAL", close: 1_000 + HOURS });
    expect(history.now).toMatchObject({ closeMs: LAST_MS, regime: "RISK_ON", volatilityIndex: 20 + (HOURS % 7), breadth: 0.25 });
  });

  test.each([
    ["month", 3, 30],
    ["quarter", 10, 91],
    ["year", 37, 366],
  ] as const)("of a %s is drawn in buckets of %i hours that end with the last close", async (span, hours, days) => {
    const history = await readRegimeHistory(tx, { marketKey: "long", span });
    expect(history.everyMs).toBe(hours * HOUR);
    const closes = history.points.map(({ closeMs }) => closeMs);
    expect(closes).toEqual(closes.map((_, index) => LAST_MS - (closes.length - 1 - index) * hours * HOUR));
    expect(closes.length).toBe(Math.ceil((days * 24) / hours));
  });

  test("names each change once, newest first, across a hole too, and not the regime that it begins in", async () => {
    const { changes } = await readRegimeHistory(tx, { marketKey: "long", span: "quarter" });
    const steps = changes.map(({ closeMs, from, regime }) => `${LAST_MS / HOUR - closeMs / HOUR} ${from} ${regime}`);
    expect(steps[0]).toBe(`23 ${stateBefore(HOURS - 23)} RISK_ON`);
    expect(steps).toContain(`1000 ${stateBefore(HOURS - 1_000)} PANIC`);
    expect(steps).toContain(`999 PANIC ${stateBefore(HOURS - 998)}`);
    expect(changes.every(({ closeMs, from, regime }) => closeMs > LAST_MS - 91 * DAY && from !== null && from !== regime)).toBe(true);
    const stored = await web.query<{ close_ms: number; regime: string }>(
      "select close_ms, regime from regimes where close_ms > $1 order by close_ms",
      [LAST_MS - 91 * DAY],
    );
    const counted = stored.rows.filter(({ regime }, index) => index > 0 && regime !== stored.rows[index - 1]?.regime);
    expect(changes.map(({ closeMs }) => closeMs)).toEqual(counted.map(({ close_ms: closeMs }) => closeMs).reverse());
    const inHole = await readRegimeChanges(tx, { lineageId: LINEAGE_ID, fromMs: 30_050 * HOUR, toMs: 30_101 * HOUR, limit: 10 });
    expect(inHole.at(-1)).toMatchObject({ closeMs: 29_999 * HOUR, from: null });
  });

  test("has no more than a hundred changes, the newest", async () => {
    const { changes } = await readRegimeHistory(tx, { marketKey: "long", span: "all" });
    expect(changes).toHaveLength(100);
    expect(changes[0]?.closeMs).toBe(LAST_MS - 23 * HOUR);
  });

  test("is empty while the regime warms up, and not found where nothing is sealed", async () => {
    expect(await readRegimeHistory(tx, { marketKey: "young", span: "all" })).toMatchObject({ now: undefined, points: [], changes: [] });
    await expect(readRegimeHistory(tx, { marketKey: "nowhere", span: "all" })).rejects.toThrow("Nothing is sealed");
  });
});

/** The regime that stands at the close before hour `n`, panics and the last day aside. */
function stateBefore(n: number): string {
  return Math.floor((n - 1) / 168) % 3 === 0 ? "RISK_OFF" : "NEUTRAL";
}

/** Pages of the buffer that a query reads: unlike its time, the same on a busy machine. */
async function pagesRead(sql: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await web.query<{ "QUERY PLAN": readonly [{ readonly Plan: Readonly<Record<string, number>> }] }>(
    `explain (analyze, buffers, timing off, format json) ${sql}`,
    [...values],
  );
  const plan = rows[0]?.["QUERY PLAN"][0].Plan;
  return (plan?.["Shared Hit Blocks"] ?? Number.NaN) + (plan?.["Shared Read Blocks"] ?? Number.NaN);
}

describe("five years of hours", () => {
  test("are drawn from some thousand pages of the table, 15 ms at a time, and their latest changes from a hundred", async () => {
    expect(await pagesRead(REGIME_BUCKETS, [LINEAGE_ID, 0, LAST_MS, 183 * HOUR])).toBeLessThan(2_000);
    expect(await pagesRead(REGIME_CHANGES, [LINEAGE_ID, 0, LAST_MS, 12])).toBeLessThan(150);
  });
});
