import { availableParallelism } from "node:os";
import { releaseChunks } from "@ballast/db/repositories/study-chunks";
import { ThreadPool } from "./lab-threads/thread-pool.ts";
import { openAnnouncer } from "./marketdata/announce.ts";
import { sha256 } from "./ports/sha256.ts";
import { ActiveStudies } from "./usecases/lab/active-studies.ts";
import type { LabPorts } from "./usecases/lab/lab-ports.ts";
import { openStudyShelf } from "./usecases/lab/study-shelf.ts";

export type OpenLab = Pick<LabPorts, "pool" | "enqueue" | "workerName" | "wallMs" | "log"> & {
  /** Threads that studies are walked in; undefined: as many as there are processors. */
  readonly labThreads?: number | undefined;
};

/** What studies need; its threads start with the first piece of work. */
export function openLab({ pool, enqueue, workerName, wallMs, log, labThreads = availableParallelism() }: OpenLab): LabPorts {
  return {
    pool,
    sha256,
    wallMs,
    workerName,
    enqueue,
    log,
    announce: openAnnouncer(pool, log, ["studies"]),
    threads: new ThreadPool({ threads: labThreads, givesWay: true }),
    shelf: openStudyShelf({ pool, sha256 }),
    active: new ActiveStudies(),
  };
}

/** Stops the threads where they stand and lets their pieces go at once: another engine, or the next start, walks them. */
export async function stopLab({ pool, threads, workerName }: LabPorts): Promise<void> {
  await threads.close();
  await releaseChunks(pool, workerName);
}
