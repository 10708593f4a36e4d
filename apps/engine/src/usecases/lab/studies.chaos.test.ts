import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findStudy, type StudyId } from "@ballast/db/repositories/studies";
import { readPoints } from "@ballast/db/repositories/study-points";
import { listTrials } from "@ballast/db/repositories/trials";
import { connectRedis } from "@ballast/jobs/connection";
import { startRedis, type RunningRedis } from "@ballast/services";
import { makeWorkspace } from "@ballast/testing/factories";
import { freeTestPort } from "@ballast/testing/free-port";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { stopLab } from "../../open-lab.ts";
import { startEngineProcess, type EngineProcess } from "../../testing/engine-process.ts";
import { openTestEngine, type TestEngine } from "../../testing/test-engine.ts";
import { storeLabBars, sweepTerms } from "../../testing/test-lab.ts";
import { cancelStudy, requestStudy } from "./request-study.ts";

const database = await testDatabase();
const { owner, engine: pool } = database.pools;
const LEASE_SECONDS = 5;
/** A piece whose worker was killed waits for its hold to lapse; a busy machine takes its time. */
const DONE_MS_MAX = 120_000;
/** Enough sets that a kill finds it at work, in pieces enough that some are stored. */
const SLOWS = Array.from({ length: 400 }, (_, index) => index + 20);
const GRID = { fast: [3, 4, 5, 6, 7, 8], slow: SLOWS };
const SETS = GRID.fast.length * SLOWS.length;

let folder: string;
let redis: RunningRedis;
let asker: TestEngine;
const engines: EngineProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ballast-lab-"));
  redis = await startRedis({ stateDir: folder, persistence: "none", onProgress: () => undefined });
  asker = await openTestEngine({ pool, stateDir: folder, wallMs: Date.now, workerName: "asker" });
  await storeLabBars(pool);
});
afterEach(() => Promise.all(engines.splice(0).map((engine) => engine.end("SIGKILL"))));
afterAll(async () => {
  await stopLab(asker.ports.lab);
  await database.drop();
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

async function startEngine(): Promise<EngineProcess> {
  const port = await freeTestPort();
  const engine = await startEngineProcess({
    databaseUrl: database.engineUrl,
    redisUrl: redis.url,
    stateDir: folder,
    port,
    leaseSeconds: LEASE_SECONDS,
  });
  engines.push(engine);
  return engine;
}

async function ask(more: object = {}): Promise<StudyId> {
  const { tenantId } = await makeWorkspace(owner);
  const id = randomUUID();
  await requestStudy(asker.ports.lab, { tenantId, id, actor: "a test", spec: sweepTerms({ grid: GRID, ...more }) });
  return { tenantId, id };
}

const pointsDone = async (study: StudyId): Promise<number> => (await findStudy(pool, study))?.pointsDone ?? 0;
const stateOf = async (study: StudyId): Promise<string | undefined> => (await findStudy(pool, study))?.state;

test("a sweep whose engine is killed, with Redis lost, is finished by the next one: each set once, each counted once", async () => {
  const study = await ask();
  const killed = await startEngine();
  await expect.poll(() => pointsDone(study), { timeout: DONE_MS_MAX }).toBeGreaterThan(0);
  await killed.end("SIGKILL");
  const before = await pointsDone(study);
  expect(before).toBeLessThan(SETS);
  const connection = connectRedis(redis.url);
  await connection.flushall();
  connection.disconnect();
  const next = await startEngine();
  await expect.poll(() => stateOf(study), { timeout: DONE_MS_MAX, message: next.log() }).toBe("done");
  const points = await readPoints(pool, study, { isWithReturns: false });
  expect(points.map(({ point }) => point)).toEqual(Array.from({ length: SETS }, (_, index) => index));
  const trials = await listTrials(pool, { tenantId: study.tenantId, limit: 2 * SETS });
  expect(trials.map(({ number }) => number).sort((left, right) => left - right)).toEqual(
    Array.from({ length: SETS }, (_, index) => index + 1),
  );
});

test("a sweep that is cancelled stops: nothing is stored from then on, and its engine goes on", async () => {
  const engine = await startEngine();
  const study = await ask({ feeBps: 7 });
  await expect.poll(() => pointsDone(study), { timeout: DONE_MS_MAX }).toBeGreaterThan(0);
  await cancelStudy(asker.ports.lab, { ...study, actor: "a person", reason: "enough" });
  const stored = await pointsDone(study);
  await expect.poll(() => stateOf(study), { timeout: DONE_MS_MAX, message: engine.log() }).toBe("cancelled");
  expect(await pointsDone(study)).toBe(stored);
  const small = await ask({ grid: { fast: [3], slow: [13, 21] } });
  await expect.poll(() => stateOf(small), { timeout: DONE_MS_MAX, message: engine.log() }).toBe("done");
  expect(await pointsDone(study)).toBe(stored);
});
