import type { Sha256 } from "@ballast/core/numeric/hash";
import type { Enqueue } from "@ballast/jobs/enqueue";
import type { Pool } from "pg";
import type { ThreadPool } from "../../lab-threads/thread-pool.ts";
import type { Log } from "../../log.ts";
import type { ActiveStudies } from "./active-studies.ts";
import type { StudyShelf } from "./study-shelf.ts";

/** What the lab's work needs of the world. */
export type LabPorts = {
  readonly pool: Pool;
  readonly sha256: Sha256;
  readonly wallMs: () => number;
  readonly workerName: string;
  readonly enqueue: Enqueue;
  readonly log: Log;
  /** Says that studies of these workspaces moved; told at most a few times a second. */
  readonly announce: (tenantIds: readonly string[]) => void;
  readonly threads: Pick<ThreadPool, "run" | "threads" | "close">;
  readonly shelf: StudyShelf;
  readonly active: ActiveStudies;
};

/** A piece or a study whose worker showed no sign of life for so long is another's. */
export const LAB_LEASE_MS = 20_000;
