import { removeEngineHealth, putEngineHealth } from "@ballast/db/repositories/engine-health";
import { openPool } from "@ballast/db/clients/pool";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeEach, expect, onTestFinished, test } from "vitest";
import type { Tx } from "./database.ts";
import { openReadinessCheck } from "./readiness.ts";

const database = await testDatabase();
afterAll(database.drop);

const START_MS = Date.UTC(2026, 10, 20, 14);
let nowMs = START_MS;
beforeEach(async () => {
  nowMs = START_MS;
  for (const worker of ["one", "two"]) await removeEngineHealth(database.pools.engine, worker);
});

const beat = (worker: string, queueAwaySinceMs?: number): Promise<void> =>
  putEngineHealth(database.pools.engine, { worker, startedAtMs: START_MS, seenAtMs: nowMs, state: "running", queueAwaySinceMs });

/** As the web's role, on the pool of requests. */
function txOf(pool: ReturnType<typeof openPool>): Tx {
  return { rows: async <Row>(sql: string, values: readonly unknown[] = []) => (await pool.query<Row & object>(sql, [...values])).rows };
}
const check = () => openReadinessCheck({ tx: txOf(database.pools.web), now: () => nowMs, onTrouble: () => undefined });

test("nothing is ready without an engine, and a silent one is told with its age", async () => {
  const { ask } = check();
  expect(await ask()).toMatchObject({
    status: "not ready",
    waitingFor: ["engine"],
    engine: { state: "down", workers: 0 },
    redis: { state: "unknown" },
  });
  await beat("one");
  nowMs += 2_000;
  expect(await ask()).toMatchObject({
    status: "ready",
    waitingFor: [],
    engine: { state: "up", workers: 1, ageMs: 2_000 },
    redis: { state: "up" },
  });
  nowMs += 38_000;
  expect(await ask()).toMatchObject({ status: "not ready", waitingFor: ["engine"], engine: { state: "stale", ageMs: 40_000 } });
});

test("an engine that reports without its queue can't work; one of two that has it can", async () => {
  const { ask } = check();
  await beat("one", START_MS - 5_000);
  expect(await ask()).toMatchObject({ status: "not ready", waitingFor: ["redis"], redis: { state: "down", sinceMs: START_MS - 5_000 } });
  nowMs += 2_000;
  await beat("two");
  expect(await ask()).toMatchObject({ status: "ready", redis: { state: "up" } });
});

test("a Postgres that is away is told since when, once to the log, and back without a word", async () => {
  let isAway = true;
  let troubles = 0;
  const pool = openPool({ url: "postgresql://nobody@127.0.0.1:1/none", connectionsMax: 1, application: "test" });
  onTestFinished(() => pool.end());
  const tx: Tx = { rows: (sql, values) => (isAway ? txOf(pool) : txOf(database.pools.web)).rows(sql, values) };
  const { ask } = openReadinessCheck({ tx, now: () => nowMs, onTrouble: () => (troubles += 1) });
  expect(await ask()).toMatchObject({
    status: "not ready",
    waitingFor: ["postgres"],
    postgres: { state: "down", sinceMs: START_MS },
    engine: { state: "unknown" },
    redis: { state: "unknown" },
  });
  nowMs += 7_000;
  expect((await ask()).postgres).toEqual({ state: "down", sinceMs: START_MS });
  expect(troubles).toBe(1);
  isAway = false;
  await beat("one");
  // Within a second the answer is the one before.
  expect((await ask()).status).toBe("not ready");
  nowMs += 2_000;
  expect((await ask()).status).toBe("ready");
});

test("a Postgres that hangs holds nobody up, and is asked once while it does", async () => {
  let asked = 0;
  let isHung = true;
  const never = new Promise<never>(() => undefined);
  const tx: Tx = {
    rows: (sql, values) => {
      asked += 1;
      return isHung ? never : txOf(database.pools.web).rows(sql, values);
    },
  };
  const { ask } = openReadinessCheck({ tx, now: () => nowMs, onTrouble: () => undefined });
  expect((await ask()).postgres.state).toBe("down");
  nowMs += 5_000;
  expect((await ask()).postgres.state).toBe("down");
  expect(asked).toBe(1);
  isHung = false;
  nowMs += 20_000;
  expect((await ask()).postgres.state).toBe("up");
});
