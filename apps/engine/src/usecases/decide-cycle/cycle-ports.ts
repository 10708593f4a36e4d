import type { Decide } from "@ballast/core/decision/decide-types";
import type { Pool } from "pg";
import type { Log } from "../../log.ts";
import type { FindBreaks } from "../../marketdata/find-breaks.ts";
import type { SnapshotWindow } from "../../marketdata/snapshot-window.ts";
import type { BookLoader } from "./book-loader.ts";

/** What deciding a cycle needs from the world; made in main, and by tests with a clock of their own. */
export type CyclePorts = {
  readonly pool: Pool;
  readonly loadWork: BookLoader;
  readonly snapshots: SnapshotWindow;
  readonly findBreaks: FindBreaks;
  readonly decide: Decide;
  readonly coreHash: Uint8Array;
  readonly workerName: string;
  readonly leaseMs: number;
  readonly wallMs: () => number;
  readonly log: Pick<Log, "error">;
  /** Tells who watches these workspaces that something changed. */
  readonly announce: (tenantIds: readonly string[]) => void;
};
