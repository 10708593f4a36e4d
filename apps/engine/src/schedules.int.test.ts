import { tmpdir } from "node:os";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { findMarket } from "@ballast/db/repositories/markets";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, expect, test } from "vitest";
import { openPacer } from "./schedules.ts";
import { openTestEngine } from "./testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "./testing/test-market.ts";
import { FULL_PACE_MS, SLOW_PACE } from "./usecases/market/market-pace.ts";

const database = await testDatabase();
const { owner, engine: pool } = database.pools;
afterAll(database.drop);

const ROUND_MS = 1_000;

test("a synthetic market slows down after eight hours, and runs at its rate again after the next start", async () => {
  let wallMs = TEST_MARKET.cursorMs;
  const engine = await openTestEngine({ pool, stateDir: tmpdir(), wallMs: () => wallMs, leaseMs: 100 * FULL_PACE_MS });
  await seedTestMarket(engine.ports, { owner, accounts: [briskAccount("watched")] });
  const passed = async (pace: () => Promise<void>, forMs: number): Promise<number> => {
    const before = await findMarket(pool, TEST_MARKET.key);
    for (const endMs = wallMs + forMs; wallMs < endMs; wallMs += ROUND_MS) {
      await pace();
      await engine.drain();
    }
    const after = await findMarket(pool, TEST_MARKET.key);
    return ((after?.cursorMs ?? 0) - (before?.cursorMs ?? 0)) / HOUR_MS;
  };
  const paceShown = async (): Promise<unknown> =>
    (await pool.query<{ pace: number | null }>("select pace from markets where key = $1", [TEST_MARKET.key])).rows[0]?.pace;

  const first = openPacer(engine.ports, wallMs);
  expect(await passed(first, 3_000)).toBe(2);
  wallMs += FULL_PACE_MS;
  // What was owed when the pace changed is made up for at once.
  await passed(first, 2_000);
  expect(await paceShown()).toBe(SLOW_PACE);
  expect(await passed(first, 120_000)).toBe(2);

  const second = openPacer(engine.ports, wallMs);
  expect(await passed(second, 3_000)).toBe(2);
  expect(await paceShown()).toBe(TEST_MARKET.rate);
});

test("a market that was stopped goes on at its rate: restarts give it no close for free", async () => {
  const restarted = await testDatabase();
  try {
    let wallMs = TEST_MARKET.cursorMs;
    const engine = await openTestEngine({ pool: restarted.pools.engine, stateDir: tmpdir(), wallMs: () => wallMs });
    await seedTestMarket(engine.ports, { owner: restarted.pools.owner, accounts: [] });
    const cursorHours = async (): Promise<number> =>
      (((await findMarket(restarted.pools.engine, TEST_MARKET.key))?.cursorMs ?? 0) - TEST_MARKET.cursorMs) / HOUR_MS;
    const round = async (pace: () => Promise<void>): Promise<number> => {
      await pace();
      await engine.drain();
      return cursorHours();
    };
    for (let start = 0; start < 5; start += 1) {
      const pace = openPacer(engine.ports, wallMs);
      expect(await round(pace)).toBe(start);
      wallMs += ROUND_MS - 1;
      expect(await round(pace)).toBe(start);
      wallMs += 1;
      expect(await round(pace)).toBe(start + 1);
    }
  } finally {
    await restarted.drop();
  }
});

test("a close whose tick was lost is asked for again, however far away the next one is", async () => {
  const fresh = await testDatabase();
  try {
    let wallMs = TEST_MARKET.cursorMs;
    const engine = await openTestEngine({ pool: fresh.pools.engine, stateDir: tmpdir(), wallMs: () => wallMs });
    const market = { ...TEST_MARKET, rate: 1, pacedFromMs: TEST_MARKET.cursorMs + 30 * HOUR_MS };
    await seedTestMarket(engine.ports, { owner: fresh.pools.owner, market, accounts: [] });
    const cursorHours = async (): Promise<number> =>
      (((await findMarket(fresh.pools.engine, market.key))?.cursorMs ?? 0) - market.pacedFromMs) / HOUR_MS;
    const pace = openPacer(engine.ports, wallMs);
    const round = async (afterMs: number): Promise<number> => {
      wallMs += afterMs;
      await pace();
      await engine.drain();
      return cursorHours();
    };
    await pace();
    engine.loseJobs();
    expect(await round(ROUND_MS)).toBe(0);
    expect(await round(ROUND_MS)).toBe(0);
    wallMs += HOUR_MS;
    await pace();
    engine.loseJobs();
    expect(await round(ROUND_MS)).toBe(1);
    expect(await round(ROUND_MS)).toBe(1);
  } finally {
    await fresh.drop();
  }
});

test("a market's history is run at once, and paced behind it", async () => {
  const fresh = await testDatabase();
  try {
    const wallMs = TEST_MARKET.cursorMs;
    const engine = await openTestEngine({ pool: fresh.pools.engine, stateDir: tmpdir(), wallMs: () => wallMs });
    const market = { ...TEST_MARKET, pacedFromMs: TEST_MARKET.cursorMs + 30 * HOUR_MS };
    await seedTestMarket(engine.ports, { owner: fresh.pools.owner, market, accounts: [] });
    const pace = openPacer(engine.ports, wallMs);
    await pace();
    await engine.drain();
    expect((await findMarket(fresh.pools.engine, market.key))?.cursorMs).toBe(market.pacedFromMs);
  } finally {
    await fresh.drop();
  }
});
