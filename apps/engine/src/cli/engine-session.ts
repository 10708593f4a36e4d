import { randomBytes } from "node:crypto";
import { openPool } from "@ballast/db/clients/pool";
import { releaseClaims } from "@ballast/db/repositories/claims";
import { readEngineHealth } from "@ballast/db/repositories/engine-health";
import { connectRedis } from "@ballast/jobs/connection";
import { openQueues } from "@ballast/jobs/enqueue";
import type { Consumer, ConsumeOptions } from "@ballast/jobs/consume";
import type { Services } from "@ballast/services";
import type { Pool } from "pg";
import { openEngine } from "../open-engine.ts";
import { stopLab } from "../open-lab.ts";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { sweepStudies, watchStudies } from "../usecases/lab/watch-studies.ts";
import { QUEUE_PREFIX } from "../workers.ts";
import { consumeCycleDecide } from "../workers/cycle-decide.worker.ts";
import { consumeRunAdvance } from "../workers/run-advance.worker.ts";
import { consumeStudyChunk } from "../workers/study-chunk.worker.ts";
import { consumeStudyTend } from "../workers/study-tend.worker.ts";
import type { Terminal } from "./command.ts";
import { openCommandLog } from "./command-log.ts";
import { withDatabase } from "./database.ts";

/** An engine that was seen this recently takes the jobs of a command. */
const ENGINE_FRESH_MS = 15_000;
const CONCURRENCY = 2;

export type EngineSession = {
  readonly ports: EnginePorts;
  /** The owner's connection, for the few acts that the engine has no right to: opening a workspace. */
  readonly ownerPool: () => Pool;
  /** Runs the jobs of replay runs in this process where no engine is up; `close` waits for those in hand. */
  readonly work: () => Promise<Consumer>;
  /** Runs the jobs of studies likewise; `turn` does what an engine's schedules do for them. */
  readonly workStudies: () => Promise<Consumer & { readonly turn: () => Promise<void> }>;
};

async function isEngineUp(pool: Pool, wallMs: number): Promise<boolean> {
  return (await readEngineHealth(pool)).some(({ state, seenAtMs }) => state === "running" && seenAtMs > wallMs - ENGINE_FRESH_MS);
}

/** The jobs of replay runs in this process, where no engine is up to take them; an interrupt lets those in hand end. */
async function workHere(
  ports: EnginePorts,
  connection: ConsumeOptions["connection"],
  beforeStop: Services["beforeStop"],
): Promise<Consumer> {
  if (await isEngineUp(ports.pool, ports.wallMs())) return { close: () => Promise.resolve() };
  let isStopping = false;
  const onFailure = (jobName: string, error: Error): void => {
    if (!isStopping) ports.log.error({ jobName, err: error }, "a job failed");
  };
  const options = { connection, prefix: QUEUE_PREFIX, concurrency: CONCURRENCY, onFailure };
  const consumers = [consumeRunAdvance(ports, options), consumeCycleDecide(ports, options)];
  const close = async (): Promise<void> => {
    await Promise.all(consumers.map((consumer) => consumer.close()));
  };
  beforeStop(async () => {
    isStopping = true;
    await close();
    await releaseClaims(ports.pool, ports.workerName);
  });
  return { close };
}

const AWAY = { close: () => Promise.resolve(), turn: () => Promise.resolve() };
/** What is due of studies is looked for this often, and whether one was cancelled. */
const STUDIES_MS = 500;

/** The jobs of studies in this process, where no engine is up to take them; an interrupt leaves their pieces to whoever comes next. */
async function workStudiesHere(
  ports: EnginePorts,
  connection: ConsumeOptions["connection"],
  beforeStop: Services["beforeStop"],
): Promise<Consumer & { readonly turn: () => Promise<void> }> {
  if (await isEngineUp(ports.pool, ports.wallMs())) return AWAY;
  let isStopping = false;
  let turnedMs = 0;
  const onFailure = (jobName: string, error: Error): void => {
    if (!isStopping) ports.log.error({ jobName, err: error }, "a job failed");
  };
  const options = { connection, prefix: QUEUE_PREFIX, concurrency: CONCURRENCY, onFailure };
  const consumers = [consumeStudyTend(ports, options), consumeStudyChunk(ports, options)];
  const close = async (): Promise<void> => {
    isStopping = true;
    await stopLab(ports.lab);
    await Promise.all(consumers.map((consumer) => consumer.close()));
  };
  beforeStop(close);
  const turn = async (): Promise<void> => {
    if (ports.wallMs() - turnedMs < STUDIES_MS) return;
    turnedMs = ports.wallMs();
    await watchStudies(ports.lab);
    await sweepStudies(ports.lab);
  };
  return { close, turn };
}

function openOwnerPool(database: Services["database"]): Pool {
  const url = new URL(database.admin);
  url.pathname = new URL(database.engine).pathname;
  return openPool({ url: url.toString(), connectionsMax: 1, application: "ballast-cli owner" });
}

/** Hands a command the ports of an engine, on the services that run or on embedded ones for its own duration. */
export async function withEngineSession<T>(
  terminal: Terminal,
  use: (session: EngineSession) => Promise<T>,
  asked: { readonly labThreads?: number | undefined } = {},
): Promise<T> {
  return withDatabase(terminal, async (pool, services) => {
    const redis = connectRedis(services.redisUrl);
    const queues = openQueues(redis, QUEUE_PREFIX);
    const { engine } = services.config;
    services.beforeStop(() => {
      redis.disconnect();
      return Promise.resolve();
    });
    let owner: Pool | undefined;
    try {
      const ports = await openEngine({
        pool,
        enqueue: queues.enqueue,
        workerName: `cli-${process.pid}-${randomBytes(4).toString("hex")}`,
        shards: engine.shards,
        leaseMs: engine.leaseSeconds * 1_000,
        wallMs: Date.now,
        stateDir: services.stateDir,
        log: openCommandLog(terminal),
        labThreads: asked.labThreads,
      });
      return await use({
        ports,
        ownerPool: () => (owner ??= openOwnerPool(services.database)),
        work: () => workHere(ports, redis, services.beforeStop),
        workStudies: () => workStudiesHere(ports, redis, services.beforeStop),
      });
    } finally {
      await queues.close();
      redis.disconnect();
      await owner?.end();
    }
  });
}
