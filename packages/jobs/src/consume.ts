import { setTimeout as sleep } from "node:timers/promises";
import { UnrecoverableError, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { AppError } from "./app-error.ts";
import type { Job } from "./catalog.ts";

/** `close` takes no new job and waits for those in hand. */
export type Consumer = { readonly close: () => Promise<void> };

export type ConsumeOptions = {
  readonly connection: Redis;
  readonly prefix: string;
  readonly concurrency: number;
  readonly onFailure: (jobName: string, error: Error) => void;
};

/** A worker that shows no sign of life for this long loses its job to another; the claim keeps it harmless. */
const STALL_MS = 15_000;
const STALL_CHECK_MS = 5_000;
/**
 * BullMQ waits without a bound for a connection that Redis has lost. What counts are the jobs in hand;
 * of one that could not be marked as done, the second delivery finds nothing to do.
 */
const CLOSE_MS_MAX = 1_000;

/** Runs `work` for every delivery of one job. BullMQ may deliver twice; the work claims its rows. */
export function consume<Payload>(job: Job<Payload>, options: ConsumeOptions, work: (payload: Payload) => Promise<void>): Consumer {
  const inHand = new Set<Promise<void>>();
  const carryOut = async (data: unknown): Promise<void> => {
    const parsed = job.payload.safeParse(data);
    if (!parsed.success) throw new UnrecoverableError(`${job.name}: payload refused: ${parsed.error.message}`);
    try {
      await work(parsed.data);
    } catch (error) {
      if (error instanceof AppError && error.retry === "never") throw new UnrecoverableError(`${error.code}: ${error.message}`);
      throw error;
    }
  };
  const worker = new Worker(
    job.name,
    ({ data }) => {
      const running = carryOut(data).finally(() => inHand.delete(running));
      inHand.add(running);
      return running;
    },
    {
      connection: options.connection,
      prefix: options.prefix,
      concurrency: options.concurrency,
      lockDuration: STALL_MS,
      stalledInterval: STALL_CHECK_MS,
    },
  );
  worker.on("failed", (_job, error) => {
    options.onFailure(job.name, error);
  });
  worker.on("error", (error) => {
    options.onFailure(job.name, error);
  });
  return {
    close: async () => {
      const closed = worker.close();
      await Promise.allSettled(inHand);
      await Promise.race([closed, sleep(CLOSE_MS_MAX, undefined, { ref: false })]);
    },
  };
}
