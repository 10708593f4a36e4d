import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Tx } from "../database.ts";
import { readRegimeReliability } from "./regime-reliability.ts";

const database = await testDatabase();
const { engine, web } = database.pools;
afterAll(database.drop);

const HOUR = 3_600_000;
/** Three years of hours, of which the last two are counted. */
const HOURS = 26_304;
const COUNTED = 731 * 24;
const WEEK_HOURS = 168;
const LINEAGE_ID = "00000000-0000-8000-8000-000000000001";
const SHORT_ID = "00000000-0000-8000-8000-000000000002";
const OTHER_ID = "00000000-0000-8000-8000-000000000003";

const tx: Tx = {
  rows: async <Row>(sql: string, values: readonly unknown[] = []) => (await web.query<Row & object>(sql, [...values])).rows,
};

const PREVIOUS = "case n when 1 then decode(repeat('00', 32), 'hex') else sha256(int8send(n - 1)) end";

async function seal(id: string, market: string, hours: number): Promise<void> {
  await engine.query("insert into lineages values ($1, $2, '{BTC/USD,ETH/USD}', $3, 0, '{}', true, '{regime}')", [id, market, HOUR]);
  await engine.query("insert into tracks values ($1, $2, 0)", [market, id]);
  await engine.query(
    `insert into snapshots select $1, n * ${HOUR}::int8, sha256(int8send(n)), ${PREVIOUS}, int8send(n), null from generate_series(1, $2::int4) n`,
    [id, hours],
  );
}

/** `regime` and `confidence` are SQL of the hour `n`. */
async function say(id: string, of: { readonly regime: string; readonly confidence: string; readonly hours: number }): Promise<void> {
  await engine.query(
    `insert into regimes select $1, n * ${HOUR}::int8, (${of.regime})::market_regime, ${of.confidence}, 20, 0, 40, 0.25, 1000
       from generate_series(1, $2::int4) n`,
    [id, of.hours],
  );
}

beforeAll(async () => {
  await seal(LINEAGE_ID, "long", HOURS);
  await seal(SHORT_ID, "young", 10);
  await seal(OTHER_ID, "other", 100);
  await say(LINEAGE_ID, {
    regime: `case when n <= ${HOURS - COUNTED} then 'PANIC' when (n / ${WEEK_HOURS}) % 2 = 0 then 'RISK_OFF' else 'NEUTRAL' end`,
    confidence: `case when n <= ${HOURS - COUNTED} then 0.26 when n % ${WEEK_HOURS} < 144 then 0.98 else 0.12 end`,
    hours: HOURS,
  });
  await say(OTHER_ID, { regime: "'PANIC'", confidence: "0.54", hours: 100 });
});

describe("the reliability of a market's regimes", () => {
  test("counts the last two years, but for the last day, of which nobody knows yet what came", async () => {
    const { hours, bins, benchmark } = await readRegimeReliability(tx, { marketKey: "long" });
    expect(benchmark).toBe("BTC/USD");
    expect(hours).toBe(COUNTED - 24);
    expect(bins.map(({ confidenceFrom }) => confidenceFrom)).toEqual([0.1, 0.95]);
  });

  test("tells a confidence that kept its word from one that didn't", async () => {
    const { bins } = await readRegimeReliability(tx, { marketKey: "long" });
    const [last, early] = bins;
    expect(last?.meanConfidence).toBeCloseTo(0.12, 9);
    expect(last?.observedRate).toBe(0);
    expect(early?.meanConfidence).toBeCloseTo(0.98, 9);
    expect(early?.observedRate).toBe(1);
  });

  test("is of that market alone", async () => {
    const { hours, bins } = await readRegimeReliability(tx, { marketKey: "other" });
    expect(hours).toBe(76);
    expect(bins).toEqual([{ confidenceFrom: 0.5, confidenceTo: 0.55, hours: 76, meanConfidence: 0.54, observedRate: 1 }]);
  });

  test("is empty while the regime warms up, and not found where nothing is sealed", async () => {
    expect(await readRegimeReliability(tx, { marketKey: "young" })).toEqual({ benchmark: "BTC/USD", hours: 0, bins: [] });
    await expect(readRegimeReliability(tx, { marketKey: "nowhere" })).rejects.toThrow("Nothing is sealed");
  });
});
