import { findDueShards, findRunningReplays } from "@ballast/db/repositories/due-work";
import { cycleDecide, runAdvance } from "@ballast/jobs/catalog";
import type { EnginePorts } from "../../ports/engine-ports.ts";

const DUE_SHARDS_MAX = 2_000;
const RUNS_MAX = 200;

/** Nudges every shard that is due and every replay run that is not finished, as Postgres knows them. */
export async function sweepRuns(ports: Pick<EnginePorts, "pool" | "enqueue">): Promise<void> {
  for (const due of await findDueShards(ports.pool, DUE_SHARDS_MAX)) {
    await ports.enqueue(cycleDecide, due);
  }
  for (const runId of await findRunningReplays(ports.pool, RUNS_MAX)) await ports.enqueue(runAdvance, { runId });
}
