import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Redis } from "ioredis";
import { Client } from "pg";
import { expect, it } from "vitest";
import { z } from "zod";
import { startPostgres } from "./postgres/start.ts";
import { startRedis } from "./redis/start.ts";
import { isAlive } from "./system/processes.ts";
import { listener, scratchState } from "./testing/scratch.ts";

const STARTED = z.object({ adminUrl: z.string(), redisUrl: z.string(), pids: z.array(z.number()) });

async function startInChild(stateDir: string) {
  const file = join(import.meta.dirname, "testing/start-and-hang.ts");
  const child = spawn(process.execPath, [file, stateDir], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = z.tuple([z.instanceof(Buffer)]).parse(await once(child.stdout, "data"));
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  return { started: STARTED.parse(JSON.parse(line.toString())), kill };
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

it("servers orphaned by kill −9 of their launcher are stopped by the next start, which has their data", async () => {
  const stateDir = await scratchState();
  const { started, kill } = await startInChild(stateDir);
  await query(started.adminUrl, "create table kept as select 42 as answer");
  const queue = new Redis(started.redisUrl);
  await queue.set("kept", "job");
  // Appended to the file once a second; what was written longer ago is there after any kill.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  queue.disconnect();
  await kill();
  expect(started.pids.map(isAlive)).toEqual([true, true]);

  const { lines, onProgress } = listener();
  const postgres = await startPostgres({ stateDir, durability: "durable", onProgress });
  const redis = await startRedis({ stateDir, persistence: "aof", onProgress });
  try {
    expect(started.pids.map(isAlive)).toEqual([false, false]);
    expect(lines.filter((line) => line.includes("A server of an earlier start still runs"))).toHaveLength(2);
    expect(await query(postgres.adminUrl, "select answer from kept")).toEqual([{ answer: 42 }]);
    const again = new Redis(redis.url);
    expect(await again.get("kept")).toBe("job");
    again.disconnect();
    // The ports are those of before, so that what was told to a person stays true.
    expect(new URL(postgres.adminUrl).port).toBe(new URL(started.adminUrl).port);
    expect(new URL(redis.url).port).toBe(new URL(started.redisUrl).port);
  } finally {
    await redis.stop();
    await postgres.stop();
  }
});

it("servers whose launcher lives are left alone: the second start is refused and names the first", async () => {
  const stateDir = await scratchState();
  const { started, kill } = await startInChild(stateDir);
  const { onProgress } = listener();
  await expect(startPostgres({ stateDir, durability: "durable", onProgress })).rejects.toThrow(/Process \d+ runs Postgres on .* already/);
  await expect(startRedis({ stateDir, persistence: "aof", onProgress })).rejects.toThrow(/Process \d+ runs Redis on .* already/);
  expect(started.pids.map(isAlive)).toEqual([true, true]);
  await kill();
  for (const start of [
    () => startPostgres({ stateDir, durability: "throwaway", onProgress }),
    () => startRedis({ stateDir, persistence: "none", onProgress }),
  ]) {
    await (await start()).stop();
  }
  expect(started.pids.map(isAlive)).toEqual([false, false]);
});
