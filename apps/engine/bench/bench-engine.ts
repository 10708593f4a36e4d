import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { connectRedis } from "@ballast/jobs/connection";
import { openQueues } from "@ballast/jobs/enqueue";
import type { Pool } from "pg";
import { openLog } from "../src/log.ts";
import { openEngine } from "../src/open-engine.ts";
import type { EnginePorts } from "../src/ports/engine-ports.ts";
import { consumeCycleDecide } from "../src/workers/cycle-decide.worker.ts";
import { consumeRunAdvance } from "../src/workers/run-advance.worker.ts";

export type BenchEngine = {
  readonly ports: EnginePorts;
  /** Jobs of this kind that wait or are worked on, as the queue knows them. */
  readonly jobsLeft: (jobName: string) => Promise<number>;
  readonly close: () => Promise<void>;
};

const SHARDS = 8;
const CONCURRENCY = 2;
const LEASE_MS = 30_000;

/** The engine as main makes it, in this process, with the workers of runs and cycles on real queues. */
export async function openBenchEngine(of: { readonly pool: Pool; readonly redisUrl: string }): Promise<BenchEngine> {
  const prefix = `bench-${randomBytes(4).toString("hex")}`;
  const redis = connectRedis(of.redisUrl);
  const queues = openQueues(redis, prefix);
  const log = openLog("error", "bench", "stderr");
  const ports = await openEngine({
    pool: of.pool,
    enqueue: queues.enqueue,
    workerName: prefix,
    shards: SHARDS,
    leaseMs: LEASE_MS,
    wallMs: Date.now,
    stateDir: tmpdir(),
    log,
  });
  const options = {
    connection: redis,
    prefix,
    concurrency: CONCURRENCY,
    onFailure: (jobName: string, error: Error): void => {
      log.error({ jobName, err: error }, "a job failed");
    },
  };
  const consumers = [consumeRunAdvance(ports, options), consumeCycleDecide(ports, options)];
  return {
    ports,
    jobsLeft: async (jobName) => {
      const counts = (await queues.counts())[jobName] ?? {};
      return Object.values(counts).reduce((sum, count) => sum + count, 0);
    },
    close: async () => {
      await Promise.all(consumers.map((consumer) => consumer.close()));
      await queues.close();
      redis.disconnect();
    },
  };
}
