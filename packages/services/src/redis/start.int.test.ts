import { statSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { describe, expect, it, onTestFinished } from "vitest";
import { findFreePort } from "../system/ports.ts";
import { listener, scratchState } from "../testing/scratch.ts";
import { assertNoEviction } from "./noeviction.ts";
import { startRedis, type RunningRedis } from "./start.ts";

async function startScratch(persistence: "aof" | "none"): Promise<RunningRedis> {
  const server = await startRedis({ stateDir: await scratchState(), persistence, ...listener() });
  onTestFinished(server.stop);
  return server;
}

async function connect(url: string): Promise<Redis> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  redis.on("error", () => undefined);
  await redis.connect();
  onTestFinished(() => {
    redis.disconnect();
  });
  return redis;
}

describe("our own Redis", () => {
  it("never evicts, appends to a file and wants the password of its state folder", async () => {
    const stateDir = await scratchState();
    const server = await startRedis({ stateDir, persistence: "aof", ...listener() });
    onTestFinished(server.stop);
    const redis = await connect(server.url);
    expect(await redis.config("GET", "maxmemory-policy")).toEqual(["maxmemory-policy", "noeviction"]);
    expect(await redis.config("GET", "appendonly")).toEqual(["appendonly", "yes"]);
    expect(await redis.config("GET", "bind")).toEqual(["bind", "127.0.0.1"]);
    await expect(assertNoEviction(`redis://127.0.0.1:${server.port}`)).rejects.toThrow("NOAUTH");
    await expect(assertNoEviction(`redis://:guess@127.0.0.1:${server.port}`)).rejects.toThrow("WRONGPASS");
    expect(statSync(join(stateDir, "redis/redis.conf")).mode & 0o777).toBe(0o600);
  });

  it("keeps the queue from one start to the next", async () => {
    const stateDir = await scratchState();
    const first = await startRedis({ stateDir, persistence: "aof", ...listener() });
    const writer = await connect(first.url);
    await writer.set("job", "kept");
    writer.disconnect();
    await first.stop();
    const second = await startRedis({ stateDir, persistence: "aof", ...listener() });
    onTestFinished(second.stop);
    expect(second.url).toBe(first.url);
    expect(await (await connect(second.url)).get("job")).toBe("kept");
  });

  it("runs side by side with that of another clone", async () => {
    const [one, other] = await Promise.all([startScratch("none"), startScratch("none")]);
    expect(one.port).not.toBe(other.port);
  });
});

describe("a Redis of the person's own", () => {
  it("that may evict is refused with the command that mends it, and taken once that has run", async () => {
    const { url } = await startScratch("none");
    const redis = await connect(url);
    await redis.config("SET", "maxmemory-policy", "allkeys-lru");
    const refusal = assertNoEviction(url);
    await expect(refusal).rejects.toThrow(/maxmemory-policy allkeys-lru.*\n {2}redis-cli -u \S+ CONFIG SET maxmemory-policy noeviction\n/);
    await expect(refusal).rejects.not.toThrow(new URL(url).password);
    await redis.config("SET", "maxmemory-policy", "noeviction");
    await expect(assertNoEviction(url)).resolves.toMatchObject({ evictionPolicy: "noeviction" });
  });

  it("that does not answer is refused within seconds", async () => {
    await expect(assertNoEviction(`redis://127.0.0.1:${await findFreePort()}`)).rejects.toThrow(/does not answer: .*ECONNREFUSED/);
  });
});
