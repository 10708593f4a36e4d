import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeEach, expect, test } from "vitest";
import { ensurePartitions } from "./partitions.ts";

const database = await testDatabase();
const { owner, engine } = database.pools;
afterAll(database.drop);

/** Each test has a century of its own, beyond what any calendar reaches. */
let year = 2100;
beforeEach(() => {
  year += 100;
});

async function partitionsOf(table: string): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    "select relname as name from pg_class where relispartition and relkind = 'r' and relname like $1 order by relname",
    [`${table}\\_${Math.floor(year / 100)}%`],
  );
  return rows.map(({ name }) => name);
}

async function monthsMade(fromMs: number, toMs: number): Promise<number | undefined> {
  const { rows } = await engine.query<{ made: number }>("select ensure_partitions($1, $2) as made", [fromMs, toMs]);
  return rows[0]?.made;
}

test("a year beyond the next one has one partition for its twelve months", async () => {
  expect(await monthsMade(Date.UTC(year, 4, 10), Date.UTC(year, 4, 20))).toBe(12);
  expect(await monthsMade(Date.UTC(year, 0, 1), Date.UTC(year, 11, 31))).toBe(0);
  expect(await partitionsOf("slots")).toEqual([`slots_${year}`]);
});

test("a market that goes on for decades makes one partition a year and table", async () => {
  await ensurePartitions(engine, { fromMs: Date.UTC(year, 0, 1), toMs: Date.UTC(year + 19, 11, 31) });
  expect(await partitionsOf("receipts")).toHaveLength(20);
});

test("a far year that has months already is completed by months", async () => {
  await owner.query("insert into partition_months values ($1)", [Date.UTC(year, 0, 1)]);
  expect(await monthsMade(Date.UTC(year, 0, 1), Date.UTC(year, 2, 31))).toBe(2);
  expect(await partitionsOf("fills")).toEqual([`fills_${year}_02`, `fills_${year}_03`]);
});

test("the past, this year and the next are kept by month", async () => {
  const next = new Date().getUTCFullYear() + 1;
  await ensurePartitions(engine, { fromMs: Date.UTC(next, 0, 1), toMs: Date.UTC(next, 11, 31) });
  await ensurePartitions(engine, { fromMs: Date.UTC(2013, 0, 1), toMs: Date.UTC(2013, 1, 1) });
  const { rows } = await owner.query<{ count: number }>(
    "select count(*)::int4 as count from pg_class where relname ~ $1 and relkind = 'r'",
    [`^postings_(${next}|2013)_`],
  );
  expect(rows[0]?.count).toBe(14);
});

test("engines that race for a year make it once", async () => {
  const made = await Promise.all([1, 2, 3, 4].map((month) => monthsMade(Date.UTC(year, month, 1), Date.UTC(year, month, 2))));
  expect(made.sort()).toEqual([0, 0, 0, 12]);
});
