import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { jobNames, type Job } from "./catalog.ts";

export type Enqueue = <Payload>(job: Job<Payload>, payload: Payload) => Promise<void>;

export type JobQueues = {
  readonly enqueue: Enqueue;
  /** Jobs waiting, active and delayed, by job name. */
  readonly counts: () => Promise<Record<string, Record<string, number>>>;
  readonly close: () => Promise<void>;
};

/** One queue per job name under `prefix`, so that a slow kind never stands before a fast one. */
export function openQueues(connection: Redis, prefix: string): JobQueues {
  const queues = new Map(jobNames.map((name) => [name, new Queue(name, { connection, prefix })]));
  return {
    enqueue: async (job, payload) => {
      const queue = queues.get(job.name);
      if (queue === undefined) throw new Error(`job ${job.name} is not in the catalog`);
      const parsed = job.payload.parse(payload);
      await queue.add(job.name, parsed, {
        jobId: job.id(parsed),
        attempts: job.attemptsMax,
        backoff: { type: "exponential", delay: job.backoffMs },
        removeOnComplete: true,
        // A failed job that stayed would fold every later nudge into itself: the sweep could never bring the work back.
        removeOnFail: true,
      });
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
