import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { PrepareDatabase } from "./prepare-database.ts";
import { isAlive } from "./system/processes.ts";
import { listener, PROJECT_ROOT, scratchState } from "./testing/scratch.ts";
import { findRunningServices, withServices } from "./with-services.ts";

const noTables: PrepareDatabase = ({ adminUrl }) => Promise.resolve({ admin: adminUrl, web: adminUrl, engine: adminUrl });

async function request() {
  const stateDir = await scratchState();
  const { lines, onProgress } = listener();
  return { projectRoot: PROJECT_ROOT, env: { BALLAST_STATE_DIR: stateDir }, onProgress, prepareDatabase: noTables, stateDir, lines };
}

it("a command alone has services for the time it takes, and none afterwards", async () => {
  const asked = await request();
  expect(findRunningServices(asked)).toBeUndefined();
  const pids = await withServices(asked, (services) => {
    const running = findRunningServices(asked);
    expect(running).toMatchObject({ pid: process.pid, redisUrl: services.redisUrl, database: services.database });
    expect(statSync(join(asked.stateDir, "services.json")).mode & 0o777).toBe(0o600);
    return Promise.resolve(Object.values(running?.pids ?? {}));
  });
  expect(pids).toHaveLength(2);
  expect(pids.map(isAlive)).toEqual([false, false]);
  expect(findRunningServices(asked)).toBeUndefined();
});

it("a command that fails takes down what it brought up, and its error is what the caller sees", async () => {
  const asked = await request();
  let pids: number[] = [];
  const failing = withServices(asked, () => {
    pids = Object.values(findRunningServices(asked)?.pids ?? {});
    return Promise.reject(new Error("the import is bad"));
  });
  await expect(failing).rejects.toThrow("the import is bad");
  expect(pids.map(isAlive)).toEqual([false, false]);
});

it("a second command uses what the first brought up, which stays until the second has ended", async () => {
  const asked = await request();
  const order: string[] = [];
  const second = Promise.withResolvers<undefined>();
  let secondRun: Promise<void> | undefined;
  await withServices(asked, async (first) => {
    const isUsing = Promise.withResolvers<undefined>();
    secondRun = withServices(asked, async (other) => {
      expect(other.redisUrl).toBe(first.redisUrl);
      isUsing.resolve(undefined);
      await second.promise;
      order.push("second ended");
    });
    await isUsing.promise;
    setTimeout(() => {
      second.resolve(undefined);
    }, 500);
  });
  order.push("first ended");
  await secondRun;
  expect(order).toEqual(["second ended", "first ended"]);
  expect(asked.lines).toContain("Done; keeping the services for 1 other command(s) until they end.");
});

it("servers that the settings name are used once proved fit, and left running", async () => {
  const own = await request();
  await withServices(own, async ({ database, redisUrl }) => {
    const given = await request();
    const env = { ...given.env, DATABASE_URL: database.admin, REDIS_URL: redisUrl };
    await withServices({ ...given, env }, (services) => {
      expect(services).toMatchObject({ redisUrl, database: { admin: database.admin } });
      expect(findRunningServices({ ...given, env })?.pids).toEqual({});
      return Promise.resolve();
    });
    expect(Object.values(findRunningServices(own)?.pids ?? {}).map(isAlive)).toEqual([true, true]);
  });
});
