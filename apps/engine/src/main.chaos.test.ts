import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DAY_MS } from "@ballast/core/time/timeframe";
import { findAccounts } from "@ballast/db/repositories/accounts";
import { findDueShards } from "@ballast/db/repositories/due-work";
import { findMarket } from "@ballast/db/repositories/markets";
import { findRun, type Run } from "@ballast/db/repositories/runs";
import { loadTrack } from "@ballast/db/repositories/tracks";
import { runAdvance } from "@ballast/jobs/catalog";
import { connectRedis } from "@ballast/jobs/connection";
import { startRedis, type RunningRedis } from "@ballast/services";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { freeTestPort } from "@ballast/testing/free-port";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { sweep } from "./schedules.ts";
import { startEngineProcess, type EngineProcess } from "./testing/engine-process.ts";
import { openTcpProxy, type TcpProxy } from "./testing/tcp-proxy.ts";
import { openTestEngine, type TestEngine } from "./testing/test-engine.ts";
import { briskAccount, briskSettings, seedTestMarket, TEST_MARKET, TEST_WORKSPACE } from "./testing/test-market.ts";
import { exportCanonical } from "./usecases/export-canonical.ts";
import { tickMarket } from "./usecases/market/tick-market.ts";
import { startRun } from "./usecases/runs/start-run.ts";

const STORED_DAYS = 20;
const LIVE_DAYS = 10;
/** A history that is run at once; then an hour of it takes an hour, so that it ends where it is. */
const MARKET = {
  ...TEST_MARKET,
  rate: 1,
  cursorMs: TEST_MARKET.originMs + STORED_DAYS * DAY_MS,
  pacedFromMs: TEST_MARKET.originMs + (STORED_DAYS + LIVE_DAYS) * DAY_MS,
};
const ACCOUNTS = 8;
const SYMBOLS = ["BTC/USD", "DOGE/USD", "ETH/USD"];
const LEASE_SECONDS = 5;
/** Law 2: after a loss of Redis all that is due is decided within this. */
const REBUILT_MS_MAX = 60_000;
const STOP_MS_MAX = 12_000;
const POLL_MS = 20;

let folder: string;
let redis: RunningRedis;
const databases: TestDatabase[] = [];
const engines: EngineProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ballast-chaos-"));
  redis = await startRedis({ stateDir: folder, persistence: "none", onProgress: () => undefined });
});
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.end("SIGKILL")));
  await flushAll();
});
afterAll(async () => {
  await Promise.all(databases.map(({ drop }) => drop()));
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

async function flushAll(): Promise<void> {
  const connection = connectRedis(redis.url);
  await connection.flushall();
  connection.disconnect();
}

type Scene = {
  readonly database: TestDatabase;
  readonly seeder: TestEngine;
  readonly run: Run;
  readonly postgres: TcpProxy;
  readonly redis: TcpProxy;
  readonly startEngine: () => Promise<EngineProcess>;
};

/** Accounts on a market that has ten days to catch up with, and a run of all of them over stored bars. */
async function openScene(): Promise<Scene> {
  const database = await testDatabase();
  databases.push(database);
  const seeder = await openTestEngine({ pool: database.pools.engine, stateDir: folder, wallMs: Date.now, workerName: "seeder" });
  const accounts = Array.from({ length: ACCOUNTS }, (_, n) => briskAccount(`a${n}`, { settings: briskSettings(SYMBOLS) }));
  await seedTestMarket(seeder.ports, { owner: database.pools.owner, market: MARKET, accounts });
  const run = await startRun({
    ...seeder.ports,
    accounts: await findAccounts(database.pools.engine, { tenantKey: TEST_WORKSPACE }),
    fromMs: MARKET.originMs + 2 * DAY_MS,
    toMs: MARKET.cursorMs,
    source: MARKET.source,
    marketKey: "archive",
    runKey: "stored",
    overrides: {},
    onWarning: () => undefined,
  });
  const [database_, redis_] = [new URL(database.engineUrl), new URL(redis.url)];
  const proxies = {
    postgres: await openTcpProxy({ host: database_.hostname, port: Number(database_.port) }),
    redis: await openTcpProxy({ host: redis_.hostname, port: Number(redis_.port) }),
  };
  database_.host = `127.0.0.1:${proxies.postgres.port}`;
  redis_.host = `127.0.0.1:${proxies.redis.port}`;
  const startEngine = async (): Promise<EngineProcess> => {
    const engine = await startEngineProcess({
      databaseUrl: database_.href,
      redisUrl: redis_.href,
      stateDir: folder,
      port: await freeTestPort(),
      leaseSeconds: LEASE_SECONDS,
    });
    engines.push(engine);
    return engine;
  };
  return { database, seeder, run, ...proxies, startEngine };
}

async function receipts({ database }: Scene): Promise<number> {
  const { rows } = await database.pools.owner.query<{ count: number }>("select sum(receipt_seq)::int8 as count from books");
  return rows[0]?.count ?? 0;
}

async function until(isSo: () => Promise<boolean>, otherwise: () => string): Promise<void> {
  const startedMs = Date.now();
  while (!(await isSo())) {
    if (Date.now() - startedMs > REBUILT_MS_MAX) throw new Error(otherwise());
    await sleep(POLL_MS);
  }
}

/** Waits until this many decisions are written. */
function untilDecided(scene: Scene, count: number): Promise<void> {
  return until(
    async () => (await receipts(scene)) >= count,
    () => `less than ${count} decisions after ${REBUILT_MS_MAX} ms`,
  );
}

async function isThrough({ database, run }: Scene): Promise<boolean> {
  const pool = database.pools.engine;
  const market = await findMarket(pool, MARKET.key);
  if (market === undefined || market.cursorMs < MARKET.pacedFromMs) return false;
  return (await findDueShards(pool, 1)).length === 0 && (await findRun(pool, run.id))?.state === "finished";
}

function untilThrough(scene: Scene, engine: EngineProcess): Promise<void> {
  return until(
    () => isThrough(scene),
    () => `not through after ${REBUILT_MS_MAX} ms:\n${engine.log()}`,
  );
}

/** Stops the engine and finishes what it had begun, so that the market stands at a close for good. */
async function comeToRest({ seeder, database }: Scene, engine: EngineProcess): Promise<void> {
  expect(await engine.end("SIGTERM"), engine.log()).toBe(0);
  const track = await loadTrack(database.pools.engine, MARKET.key);
  await tickMarket(seeder.ports, { marketKey: MARKET.key, closeMs: track?.horizonMs ?? 0 });
  await sweep(seeder.ports);
  await seeder.drain();
  expect(await findDueShards(database.pools.engine, 1)).toEqual([]);
}

async function exported({ database }: Scene): Promise<string> {
  let sha256 = "";
  const write = async (piece: string): Promise<void> => {
    sha256 = piece;
  };
  await exportCanonical(database.pools.engine, { runs: [], accounts: [], write });
  return sha256;
}

/** What the same work leaves where nothing disturbs it, up to the same close. */
async function undisturbed(like: Scene): Promise<string> {
  const market = await findMarket(like.database.pools.engine, MARKET.key);
  const scene = await openScene();
  const { ports } = scene.seeder;
  await tickMarket(ports, { marketKey: MARKET.key, closeMs: market?.cursorMs ?? 0 });
  await ports.enqueue(runAdvance, { runId: scene.run.id });
  await scene.seeder.drain();
  await expectLedgerCoherent(scene.database.pools.owner);
  return exported(scene);
}

const TOTAL = ACCOUNTS * (STORED_DAYS - 2 + LIVE_DAYS) * 22;

test("an engine that is killed in the middle, again and again, ends where an undisturbed one does", async () => {
  const scene = await openScene();
  for (const part of [0.1, 0.3, 0.45, 0.8]) {
    const engine = await scene.startEngine();
    await untilDecided(scene, Math.floor(TOTAL * part));
    await engine.end("SIGKILL");
  }
  const last = await scene.startEngine();
  await untilThrough(scene, last);
  await comeToRest(scene, last);
  await expectLedgerCoherent(scene.database.pools.owner);
  expect(await exported(scene)).toBe(await undisturbed(scene));
});

test("a Redis that loses everything, again and again, delays what is due by less than a minute", async () => {
  const scene = await openScene();
  const engine = await scene.startEngine();
  for (const part of [0.05, 0.2, 0.4, 0.7]) {
    await untilDecided(scene, Math.floor(TOTAL * part));
    await flushAll();
  }
  await untilThrough(scene, engine);
  await comeToRest(scene, engine);
  await expectLedgerCoherent(scene.database.pools.owner);
  expect(await exported(scene)).toBe(await undisturbed(scene));
});

async function readiness(engine: EngineProcess): Promise<number> {
  return (await fetch(`${engine.url}/ready`)).status;
}

test.each(["postgres", "redis"] as const)(
  "an engine without %s says it is not ready, lives on, and goes on when it is back",
  async (server) => {
    const scene = await openScene();
    const engine = await scene.startEngine();
    await expect.poll(() => readiness(engine), { timeout: 10_000 }).toBe(200);
    await untilDecided(scene, Math.floor(TOTAL * 0.1));
    scene[server].cut();
    await expect.poll(() => readiness(engine), { timeout: 10_000 }).toBe(503);
    expect((await fetch(`${engine.url}/health`)).status).toBe(200);
    // Longer than a job is retried.
    await sleep(15_000);
    expect(await readiness(engine)).toBe(503);
    scene[server].mend();
    await expect.poll(() => readiness(engine), { timeout: 30_000 }).toBe(200);
    await untilThrough(scene, engine);
    await comeToRest(scene, engine);
    expect(await exported(scene)).toBe(await undisturbed(scene));
  },
);

test("an engine that is asked to stop while Redis is away stops all the same", async () => {
  const scene = await openScene();
  const engine = await scene.startEngine();
  await untilDecided(scene, Math.floor(TOTAL * 0.1));
  scene.redis.cut();
  await sleep(3_000);
  expect(await engine.end("SIGTERM"), engine.log()).toBe(0);
  const { rows: held } = await scene.database.pools.owner.query("select holder from fences where lease_until_ms > 0");
  expect(held).toEqual([]);
});

test("an engine that is asked to stop ends its jobs, gives its claims back and exits 0", async () => {
  const scene = await openScene();
  const { owner } = scene.database.pools;
  const engine = await scene.startEngine();
  await untilDecided(scene, Math.floor(TOTAL * 0.2));
  const askedMs = Date.now();
  expect(await engine.end("SIGTERM"), engine.log()).toBe(0);
  expect(Date.now() - askedMs).toBeLessThan(STOP_MS_MAX);
  const { rows: held } = await owner.query("select holder from fences where lease_until_ms > 0");
  expect(held).toEqual([]);
  const { rows: seen } = await owner.query("select worker from engine_health");
  expect(seen).toEqual([]);
  await expectLedgerCoherent(owner);
  const last = await scene.startEngine();
  await untilThrough(scene, last);
  await comeToRest(scene, last);
  expect(await exported(scene)).toBe(await undisturbed(scene));
});
