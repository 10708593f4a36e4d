import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigInvalid, readConfig, readEnvironment } from "@ballast/config";
import { openPool } from "@ballast/db/clients/pool";
import { releaseClaims } from "@ballast/db/repositories/claims";
import { countOpenIncidents } from "@ballast/db/repositories/incidents";
import { removeEngineHealth } from "@ballast/db/repositories/engine-health";
import { connectRedis } from "@ballast/jobs/connection";
import type { ConsumeOptions } from "@ballast/jobs/consume";
import { openQueues } from "@ballast/jobs/enqueue";
import { assertNoEviction, assertPostgresVersion, chooseStateDir, RefusedToStart } from "@ballast/services";
import { startHealthServer } from "./health-server.ts";
import { openLog, type Log } from "./log.ts";
import { stopLab } from "./open-lab.ts";
import { openEngine } from "./open-engine.ts";
import { watchQueue } from "./queue-watch.ts";
import type { EnginePorts } from "./ports/engine-ports.ts";
import { startSchedules } from "./schedules.ts";
import { trialFileIn } from "./usecases/backtest/trial-file.ts";
import { importFileTrials } from "./usecases/lab/import-file-trials.ts";
import { QUEUE_PREFIX, startWorkers } from "./workers.ts";

const PROJECT_ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const CONNECTIONS_MAX = 12;
const STOP_MS_MAX = 12_000;

type EngineState = "starting" | "running" | "draining";

/** The settings, and the servers that they name, proved fit before anything is opened on them. */
async function prepare() {
  const env = readEnvironment(PROJECT_ROOT, process.env);
  const config = readConfig(PROJECT_ROOT, process.env);
  const databaseUrl = config.database.engineUrl ?? config.database.url;
  const redisUrl = config.redis.url;
  if (databaseUrl === undefined || redisUrl === undefined) {
    throw new RefusedToStart("The engine needs DATABASE_URL_ENGINE and REDIS_URL. `npm start` brings both up and hands them on.");
  }
  const log = openLog(config.operation.logLevel, "engine");
  const stateDir = chooseStateDir({
    projectRoot: PROJECT_ROOT,
    env,
    onProgress: (line) => {
      log.info(line);
    },
  });
  await assertPostgresVersion(databaseUrl);
  await assertNoEviction(redisUrl);
  return { config, databaseUrl, redisUrl, log, stateDir };
}

type Part = readonly [name: string, close: () => unknown];

/** On the first signal the parts are closed in order; what does not close in time is left to the expiry of its claims. */
function closeOnSignal(log: Log, onDrain: () => void, parts: readonly Part[]): void {
  let isDraining = false;
  const drain = async (signal: string): Promise<void> => {
    if (isDraining) return;
    isDraining = true;
    onDrain();
    log.info({ signal }, "engine drains: jobs in hand end, nothing new is claimed");
    let closing = "";
    setTimeout(() => {
      log.error({ closing }, "not all closed in time; claims expire");
      process.exit(1);
    }, STOP_MS_MAX).unref();
    for (const [name, close] of parts) {
      closing = name;
      await close();
    }
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      void drain(signal);
    });
  }
}

/** What was run on files since the last start. The ledger is not worth a start that fails: the next one reads the file again. */
async function countFileTrials({ lab }: EnginePorts, stateDir: string): Promise<void> {
  try {
    const counted = await importFileTrials(lab, trialFileIn(stateDir));
    if (counted > 0) lab.log.info({ counted }, "runs on files counted in the ledger of trials");
  } catch (error) {
    lab.log.error({ err: error }, "runs on files could not be counted; the next start tries again");
  }
}

async function main(): Promise<void> {
  const { config, databaseUrl, redisUrl, log, stateDir } = await prepare();
  // The one place where the real clock, random names, the database and the queue are made.
  const wallMs = Date.now;
  const workerName = `${hostname()}-${process.pid}-${randomBytes(4).toString("hex")}`;
  const pool = openPool({ url: databaseUrl, connectionsMax: CONNECTIONS_MAX, application: "ballast engine" });
  const redis = connectRedis(redisUrl);
  const queues = openQueues(redis, QUEUE_PREFIX);
  let state: EngineState = "starting";
  const { enqueue } = queues;
  const ports = await openEngine({
    pool,
    enqueue,
    workerName,
    shards: config.engine.shards,
    leaseMs: config.engine.leaseSeconds * 1_000,
    wallMs,
    stateDir,
    log,
  });
  await countFileTrials(ports, stateDir);
  const consuming: ConsumeOptions = {
    connection: redis,
    prefix: QUEUE_PREFIX,
    concurrency: config.engine.concurrency,
    onFailure: (jobName, error) => {
      log.error({ jobName, err: error }, "a job failed");
    },
  };
  const workers = startWorkers(ports, consuming);
  const queueWatch = watchQueue(() => redis.ping(), wallMs);
  const schedules = startSchedules(ports, async () => ({ state, queueAwaySinceMs: await queueWatch.awaySinceMs() }));
  const health = await startHealthServer({
    port: config.engine.port,
    host: config.engine.host,
    readiness: async () => {
      const openIncidents = await countOpenIncidents(pool);
      const isUp = (await queueWatch.awaySinceMs()) === undefined;
      return {
        isReady: state === "running" && isUp,
        detail: { state, worker: workerName, redis: isUp ? "up" : "down", openIncidents, queues: isUp ? await queues.counts() : {} },
      };
    },
  });
  state = "running";
  log.info({ workerName, shards: config.engine.shards }, "engine runs");

  const setDraining = (): void => {
    state = "draining";
  };
  closeOnSignal(log, setDraining, [
    ["schedules", () => schedules.stop()],
    ["studies", () => stopLab(ports.lab)],
    ["workers", () => workers.close()],
    ["claims", () => releaseClaims(pool, workerName)],
    ["engine health", () => removeEngineHealth(pool, workerName)],
    ["queues", () => queues.close()],
    ["redis", () => redis.disconnect()],
    ["health server", () => health.close()],
    ["database", () => pool.end()],
  ]);
}

try {
  await main();
} catch (error) {
  const isForPeople = error instanceof ConfigInvalid || error instanceof RefusedToStart;
  process.stderr.write(`${isForPeople ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
}
