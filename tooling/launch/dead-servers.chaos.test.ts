import { ensureSecrets, parseConfig } from "@ballast/config";
import { openPool } from "@ballast/db/clients/pool";
import { applyMigrations } from "@ballast/db/migrate";
import { provisionDatabase } from "@ballast/db/provision";
import { readEngineHealth } from "@ballast/db/repositories/engine-health";
import { bringUpServers, findFreePort, makePrepareDatabase, makeThrowawayState, type Servers } from "@ballast/services";
import { expect, onTestFinished, test, vi } from "vitest";
import { engineChild } from "./children.ts";
import { PROJECT_ROOT } from "./install.mjs";
import { SupervisedChild } from "./supervised-child.ts";

const EVENTUALLY = { timeout: 60_000, interval: 100 };

/** The ground floor and the engine as `npm start` brings them up, in a state of their own. */
async function bringUpHouse() {
  const lines: string[] = [];
  const say = (line: string): void => {
    lines.push(line);
  };
  const { stateDir, remove } = await makeThrowawayState({ projectRoot: PROJECT_ROOT, env: {}, onProgress: say });
  const config = parseConfig({ BALLAST_DEMO: "off" });
  const servers = await bringUpServers({ config, stateDir, onProgress: say });
  let revivals = 0;
  servers.watch({ onProgress: say, onRevived: () => (revivals += 1), onLost: say });
  const prepareDatabase = makePrepareDatabase({ provisionDatabase, applyMigrations });
  const database = await prepareDatabase({ adminUrl: servers.adminUrl, stateDir, config, onProgress: () => undefined });
  const secrets = ensureSecrets(config, stateDir);
  const house = { projectRoot: PROJECT_ROOT, stateDir, config, secrets, database, redisUrl: servers.redisUrl };
  const plan = engineChild(house, await findFreePort());
  const engine = new SupervisedChild(plan, { say, onRestart: () => undefined, onLost: say });
  const pool = openPool({ url: database.engine, connectionsMax: 1, application: "test" });
  onTestFinished(async () => {
    await pool.end();
    await engine.stop();
    await servers.stop();
    remove();
  });
  const isReady = async (): Promise<boolean> => (await fetch(plan.healthUrl)).status === 200;
  return { servers, engine, pool, lines, isReady, revivals: () => revivals };
}

function kill(servers: Servers, name: string): void {
  const pid = servers.pids[name];
  if (pid === undefined) throw new Error(`${name} does not run.`);
  process.kill(pid, "SIGKILL");
}

test("servers that are killed under the engine come back, and the same engine goes on by itself", async () => {
  const house = await bringUpHouse();
  const pid = await house.engine.start();
  for (const name of ["redis", "postgres", "redis"]) {
    const before = house.revivals();
    const killedMs = Date.now();
    kill(house.servers, name);
    await vi.waitFor(() => {
      expect(house.revivals()).toBe(before + 1);
    }, EVENTUALLY);
    await vi.waitFor(async () => {
      expect(await house.isReady()).toBe(true);
      const [health] = await readEngineHealth(house.pool);
      expect(health?.seenAtMs).toBeGreaterThan(killedMs);
    }, EVENTUALLY);
    expect(house.engine.pid).toBe(pid);
  }
  expect(house.lines.filter((line) => line.includes("engine"))).toEqual([]);
});
