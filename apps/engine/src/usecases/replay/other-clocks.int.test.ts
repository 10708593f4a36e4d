import { tmpdir } from "node:os";
import { defaultGovernedSettings } from "@ballast/core/strategy/settings";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@ballast/core/time/timeframe";
import type { Market } from "@ballast/db/repositories/markets";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterAll, expect, test } from "vitest";
import { openTestEngine } from "../../testing/test-engine.ts";
import { briskAccount, closeByHand, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";
import { tickMarket } from "../market/tick-market.ts";
import { replayStretch } from "./replay-receipts.ts";

const databases: TestDatabase[] = [];
afterAll(() => Promise.all(databases.map(({ drop }) => drop())));

async function openDatabase(): Promise<TestDatabase> {
  const database = await testDatabase();
  databases.push(database);
  return database;
}

const replayAll = ({ pools }: TestDatabase) =>
  replayStretch(pools.engine, { filter: {}, times: { fromMs: 0, toMs: TEST_MARKET.cursorMs + 999 * DAY_MS }, onProgress: () => undefined });

async function outcomesOf({ pools }: TestDatabase): Promise<readonly string[]> {
  const { rows } = await pools.owner.query<{ outcome: string }>("select distinct outcome from slots order by 1");
  return rows.map(({ outcome }) => outcome);
}

test("hours on the wall clock replay: on time, late, and behind an outage", async () => {
  const market: Market = { ...TEST_MARKET, clock: "wall", rate: 1 };
  const database = await openDatabase();
  const clock = new TestClock(market.cursorMs);
  const engine = await openTestEngine({ pool: database.pools.engine, stateDir: tmpdir(), wallMs: clock.nowMs });
  await seedTestMarket(engine.ports, { owner: database.pools.owner, market, accounts: [briskAccount("alpha"), briskAccount("beta")] });
  const hours = [...Array.from({ length: 20 }, (_, hour) => hour + 1), 40, ...Array.from({ length: 12 }, (_, hour) => hour + 41)];
  for (const hour of hours) {
    await closeByHand(engine, market, { hour });
    const behindMs = hour % 7 === 0 ? 6 * MINUTE_MS : 3_000;
    clock.advance(market.cursorMs + hour * HOUR_MS + behindMs - clock.nowMs());
    await engine.drain();
  }
  expect(await outcomesOf(database)).toEqual(["LATE", "RUN", "SKIPPED"]);
  const replayed = await replayAll(database);
  expect(replayed.differences).toEqual([]);
  expect(replayed).toMatchObject({ decidedOnly: 0 });
  expect(replayed.bookings).toBeGreaterThan(50);
});

test("a governed account replays, with regimes, ladder and campaigns", async () => {
  const database = await openDatabase();
  const engine = await openTestEngine({ pool: database.pools.engine, stateDir: tmpdir(), wallMs: () => TEST_MARKET.cursorMs });
  const settings = defaultGovernedSettings(["BTC/USD", "DOGE/USD", "ETH/USD", "SOL/USD"]);
  await seedTestMarket(engine.ports, {
    owner: database.pools.owner,
    accounts: [briskAccount("governed", { settings, profileKey: "balanced" })],
  });
  await tickMarket(engine.ports, { marketKey: TEST_MARKET.key, closeMs: TEST_MARKET.cursorMs + 1_000 * HOUR_MS });
  await engine.drain();
  const replayed = await replayAll(database);
  expect(replayed.differences).toEqual([]);
  expect(replayed.receipts).toBeGreaterThan(900);
  const { rows } = await database.pools.owner.query<{ codes: number }>(
    "select count(distinct c)::int4 as codes from receipts, unnest(reason_codes) c",
  );
  expect(rows[0]?.codes).toBeGreaterThan(2);
});
