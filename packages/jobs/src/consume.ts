import { UnrecoverableError, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { AppError } from "./app-error.ts";
import type { Job } from "./catalog.ts";

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

/** Runs `work` for every delivery of one job. BullMQ may deliver twice; the work claims its rows. */
export function consume<Payload>(job: Job<Payload>, options: ConsumeOptions, work: (payload: Payload) => Promise<void>): Consumer {
  const worker = new Worker(
    job.name,
    async ({ data }) => {
      const parsed = job.payload.safeParse(data);
      if (!parsed.success) throw new UnrecoverableError(`${job.name}: payload refused: ${parsed.error.message}`);
      try {
        await work(parsed.data);
      } catch (error) {
        if (error instanceof AppError && error.retry === "never") throw new UnrecoverableError(`${error.code}: ${error.message}`);
        throw error;
      }
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
  return { close: () => worker.close() };
}
