import { setTimeout as sleep } from "node:timers/promises";
import { Queue, type JobsOptions } from "bullmq";
import type { Redis } from "ioredis";
import { AppError } from "./app-error.ts";
import { jobNames, type Job } from "./catalog.ts";

export type Enqueue = <Payload>(job: Job<Payload>, payload: Payload) => Promise<void>;

export type JobQueues = {
  readonly enqueue: Enqueue;
  /** Jobs waiting, active and delayed, by job name. */
  readonly counts: () => Promise<Record<string, Record<string, number>>>;
  readonly close: () => Promise<void>;
};

/** A nudge that Redis does not take in this time is given up: the sweep finds its row, and who nudges is not held up. */
const ENQUEUE_MS_MAX = 2_000;

async function isDoneIn(limitMs: number, work: Promise<unknown>): Promise<boolean> {
  const limit = new AbortController();
  try {
    return await Promise.race([work.then(() => true), sleep(limitMs, false, { signal: limit.signal, ref: false })]);
  } finally {
    limit.abort();
    // Where it fails after it was given up, nobody waits for it.
    work.catch(() => undefined);
  }
}

/** What folds two nudges of one work. A kept one needs a job of its own beside that at work, hence no job's id. */
function singleOf({ whileAtWork }: Pick<Job<never>, "whileAtWork">, id: string): JobsOptions {
  return whileAtWork === "kept" ? { deduplication: { id, keepLastIfActive: true } } : { jobId: id };
}

/** One queue per job name under `prefix`, so that a slow kind never stands before a fast one. */
export function openQueues(connection: Redis, prefix: string): JobQueues {
  const queues = new Map(jobNames.map((name) => [name, new Queue(name, { connection, prefix })]));
  // Without a listener BullMQ prints every lost connection; the health check reports the state instead.
  for (const queue of queues.values()) queue.on("error", () => undefined);
  return {
    enqueue: async (job, payload) => {
      const queue = queues.get(job.name);
      if (queue === undefined) throw new Error(`job ${job.name} is not in the catalog`);
      const parsed = job.payload.parse(payload);
      const added = queue.add(job.name, parsed, {
        ...singleOf(job, job.id(parsed)),
        attempts: job.attemptsMax,
        backoff: { type: "exponential", delay: job.backoffMs },
        removeOnComplete: true,
        // A failed job that stayed would fold every later nudge into itself: the sweep could never bring the work back.
        removeOnFail: true,
      });
      if (!(await isDoneIn(ENQUEUE_MS_MAX, added)))
        throw new AppError("QUEUE_AWAY", `${job.name} was not nudged: Redis does not answer`, { retry: "later" });
    },
    counts: async () => {
      const entries = [...queues].map(async ([name, queue]) => [name, await queue.getJobCounts("waiting", "active", "delayed")] as const);
      return Object.fromEntries(await Promise.all(entries));
    },
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}
