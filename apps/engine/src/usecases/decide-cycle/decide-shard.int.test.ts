import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { findDueShardsOf } from "@ballast/db/repositories/due-work";
import { cycleDecide } from "@ballast/jobs/catalog";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, expect, test } from "vitest";
import { openTestEngine } from "../../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";
import { tickMarket } from "../market/tick-market.ts";
import { decideShard } from "./decide-shard.ts";

const stateDir = await mkdtemp(join(tmpdir(), "ballast-shard-"));
const database = await testDatabase();
afterAll(async () => {
  await database.drop();
  await rm(stateDir, { recursive: true });
});

const HOURS = 30;

test("a job whose time is up between commit and dispatch nudges its shard until its books are through", async () => {
  let wallMs = Date.UTC(2026, 5, 1);
  const of = { pool: database.pools.engine, stateDir, workerName: "slow", leaseMs: 120_000, shards: 1 };
  const { ports } = await openTestEngine({ ...of, wallMs: () => wallMs });
  await seedTestMarket(ports, { owner: database.pools.owner, accounts: ["alpha", "beta", "gamma"].map((key) => briskAccount(key)) });
  const nudged: string[] = [];
  const enqueue: typeof ports.enqueue = async (job) => {
    nudged.push(job.name);
  };
  // A decision takes longer than a job may.
  const decide: typeof ports.cycle.decide = (input) => {
    wallMs += 10_001;
    return ports.cycle.decide(input);
  };
  for (let hour = 1; hour <= HOURS; hour += 1) {
    const closeMs = TEST_MARKET.cursorMs + hour * HOUR_MS;
    await tickMarket(ports, { marketKey: TEST_MARKET.key, closeMs });
    do {
      nudged.length = 0;
      await decideShard({ ...ports, enqueue, cycle: { ...ports.cycle, decide } }, { track: TEST_MARKET.key, shard: 0 });
    } while (nudged.includes(cycleDecide.name));
    expect(await findDueShardsOf(ports.pool, TEST_MARKET.key)).toEqual([]);
  }
  const { rows } = await database.pools.owner.query<{ fills: number }>("select count(*) as fills from fills");
  expect(rows[0]?.fills).toBeGreaterThan(0);
});
