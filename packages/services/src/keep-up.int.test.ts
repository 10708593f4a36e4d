import { setTimeout as sleep } from "node:timers/promises";
import { parseConfig } from "@ballast/config";
import { Redis } from "ioredis";
import { Client } from "pg";
import { expect, it, onTestFinished, vi } from "vitest";
import { bringUpServers, type Servers } from "./bring-up.ts";
import { isAlive } from "./system/processes.ts";
import { listener, scratchState } from "./testing/scratch.ts";

const EVENTUALLY = { timeout: 20_000, interval: 50 };
/** Redis writes to its file once a second. */
const WRITTEN_MS = 1_500;

async function bringUp(env: Record<string, string> = {}) {
  const { lines, onProgress } = listener();
  const servers = await bringUpServers({ config: parseConfig(env), stateDir: await scratchState(), onProgress });
  const revived: Servers["pids"][] = [];
  const lost: string[] = [];
  const watch = {
    onProgress,
    onRevived: () => {
      revived.push(servers.pids);
    },
    onLost: (reason: string) => {
      lost.push(reason);
    },
  };
  onTestFinished(servers.stop);
  return { servers, watch, lines, revived, lost };
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function pidOf({ pids }: Pick<Servers, "pids">, name: string): number {
  const pid = pids[name];
  if (pid === undefined) throw new Error(`${name} does not run.`);
  return pid;
}

it("a server of ours that is killed is there again, where it was and with what it held, and is said in a line", async () => {
  const { servers, watch, lines, revived } = await bringUp();
  servers.watch(watch);
  const before = servers.pids;
  await query(servers.adminUrl, "create table kept as select 42 as answer");
  // Somebody who works while the postmaster dies keeps its shared memory until they end.
  const busy = query(servers.adminUrl, "select pg_sleep(600)").catch((error: unknown) => error);
  const queue = new Redis(servers.redisUrl, { maxRetriesPerRequest: null });
  queue.on("error", () => undefined);
  await queue.set("kept", "job");
  await sleep(WRITTEN_MS);

  for (const [name, title] of [
    ["postgres", "Postgres"],
    ["redis", "Redis"],
  ] as const) {
    process.kill(pidOf(servers, name), "SIGKILL");
    const dead = revived.length;
    await vi.waitFor(() => {
      expect(revived).toHaveLength(dead + 1);
    }, EVENTUALLY);
    expect(lines).toContain(`${title} ended (SIGKILL); starting it again on the same data.`);
    expect(lines.filter((line) => line.startsWith(`${title} is up again after `))).toHaveLength(1);
    expect(pidOf(servers, name)).not.toBe(before[name]);
    expect(isAlive(pidOf(servers, name))).toBe(true);
  }
  expect(await busy).toBeInstanceOf(Error);
  expect(await query(servers.adminUrl, "select answer from kept")).toEqual([{ answer: 42 }]);
  // A client that was there before finds it again by itself.
  expect(await queue.get("kept")).toBe("job");
  queue.disconnect();

  const last = Object.values(servers.pids);
  await servers.stop();
  expect(last.map(isAlive)).toEqual([false, false]);
});

it("a server that dies again and again is started later each time", async () => {
  const { servers, watch, lines, revived } = await bringUp();
  servers.watch(watch);
  for (const death of [1, 2, 3]) {
    process.kill(pidOf(servers, "redis"), "SIGKILL");
    await vi.waitFor(() => {
      expect(revived).toHaveLength(death);
    }, EVENTUALLY);
  }
  expect(lines.filter((line) => line.startsWith("Redis ended"))).toEqual([
    "Redis ended (SIGKILL); starting it again on the same data.",
    "Redis ended (SIGKILL); starting it again on the same data in 0.5 s.",
    "Redis ended (SIGKILL); starting it again on the same data in 1 s.",
  ]);
});

it("stopping is no death: nothing is started again, not even what is just dying", async () => {
  const { servers, watch, revived } = await bringUp();
  servers.watch(watch);
  const pids = servers.pids;
  process.kill(pidOf(servers, "redis"), "SIGKILL");
  await servers.stop();
  await sleep(1_000);
  expect(Object.values(pids).map(isAlive)).toEqual([false, false]);
  expect(Object.values(servers.pids).map(isAlive)).toEqual([false, false]);
  expect(revived.length).toBeLessThanOrEqual(1);
});

it("a server that was given is reported when it goes and when it is back, and never started", async () => {
  const own = await bringUp();
  const { servers, watch, lines, revived } = await bringUp({ DATABASE_URL: own.servers.adminUrl, REDIS_URL: own.servers.redisUrl });
  servers.watch(watch);
  expect(servers.pids).toEqual({});
  process.kill(pidOf(own.servers, "redis"), "SIGKILL");
  const told = (): string[] => lines.filter((line) => line.startsWith("The Redis of REDIS_URL"));
  await vi.waitFor(() => {
    expect(told()).toEqual([expect.stringMatching(/does not answer: .*\. Start it or mend REDIS_URL/)]);
  }, EVENTUALLY);
  expect(told()[0]).not.toContain(new URL(own.servers.redisUrl).password);
  expect(isAlive(pidOf(own.servers, "redis"))).toBe(false);
  own.servers.watch(own.watch);
  await vi.waitFor(() => {
    expect(told()).toEqual([expect.anything(), expect.stringMatching(/^The Redis of REDIS_URL answers again after \d+ s\.$/)]);
  }, EVENTUALLY);
  expect(revived).toEqual([]);
});
