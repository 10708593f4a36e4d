import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { isTrackBehind } from "@ballast/db/repositories/due-work";
import { connectRedis } from "@ballast/jobs/connection";
import { openQueues } from "@ballast/jobs/enqueue";
import { testDatabase, testRedisUrl } from "@ballast/testing/test-database";
import { afterEach, expect, test } from "vitest";
import { openTestEngine } from "../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../testing/test-market.ts";
import { ShardTurns } from "../usecases/decide-cycle/shard-turns.ts";
import { tickMarket } from "../usecases/market/tick-market.ts";
import { consumeCycleDecide } from "./cycle-decide.worker.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Turns that stay between their last look and their end until the test lets them go. */
class LingeringTurns extends ShardTurns {
  looks = 0;
  linger: Promise<void> = Promise.resolve();

  override decide(shard: string, work: () => Promise<void>): Promise<void> {
    return super.decide(shard, async () => {
      await work();
      this.looks += 1;
      await this.linger;
    });
  }
}

/** An account's market with its one shard, decided by so many processes from a real queue; nobody sweeps. */
async function openScene(workers: number) {
  const stateDir = await mkdtemp(join(tmpdir(), "ballast-nudge-"));
  const database = await testDatabase();
  closing.push(database.drop, () => rm(stateDir, { recursive: true }));
  const prefix = `test-${randomUUID()}`;
  const connection = connectRedis(testRedisUrl());
  const queues = openQueues(connection, prefix);
  closing.push(async () => {
    connection.disconnect();
  }, queues.close);
  const of = { pool: database.pools.engine, stateDir, wallMs: Date.now, shards: 1, leaseMs: 120_000 };
  const turns: LingeringTurns[] = [];
  const seeder = await openTestEngine({ ...of, workerName: "seeder" });
  await seedTestMarket(seeder.ports, { owner: database.pools.owner, accounts: [briskAccount("alpha")] });
  for (let worker = 0; worker < workers; worker += 1) {
    const { ports } = await openTestEngine({ ...of, workerName: `worker-${worker}` });
    const lingering = new LingeringTurns();
    turns.push(lingering);
    const options = { connection, prefix, concurrency: 2, onFailure: () => undefined };
    closing.push(consumeCycleDecide({ ...ports, enqueue: queues.enqueue, turns: lingering }, options).close);
  }
  const tick = (hour: number): Promise<void> =>
    tickMarket(
      { ...seeder.ports, enqueue: queues.enqueue },
      { marketKey: TEST_MARKET.key, closeMs: TEST_MARKET.cursorMs + hour * HOUR_MS },
    );
  const isBehind = (): Promise<boolean> => isTrackBehind(database.pools.engine, TEST_MARKET.key);
  const looks = (): number => turns.reduce((sum, each) => sum + each.looks, 0);
  return { turns, tick, isBehind, looks };
}

test.each([1, 2])("a close that comes behind a job's last look is decided without the sweep, with %i at work", async (workers) => {
  const { turns, tick, isBehind, looks } = await openScene(workers);
  const { promise: ending, resolve: end } = Promise.withResolvers<undefined>();
  for (const each of turns) each.linger = ending.then(() => undefined);
  await tick(1);
  await expect.poll(looks, { timeout: 20_000 }).toBe(1);
  expect(await isBehind()).toBe(false);
  // The job has looked its last and has not ended.
  await tick(2);
  expect(await isBehind()).toBe(true);
  end(undefined);
  await expect.poll(isBehind, { timeout: 20_000 }).toBe(false);
});
