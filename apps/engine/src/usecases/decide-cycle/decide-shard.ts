import { isShardBehind, isTrackBehind } from "@ballast/db/repositories/due-work";
import { cycleDecide, runAdvance } from "@ballast/jobs/catalog";
import type { EnginePorts } from "../../ports/engine-ports.ts";
import { isRunTrack } from "../runs/run-track.ts";
import { decideCycle } from "./decide-cycle.ts";

export type ShardPorts = Pick<EnginePorts, "pool" | "cycle" | "enqueue" | "log">;

/** Decides the due books of a shard, and nudges what follows from where they got. */
export async function decideShard(
  { pool, cycle, enqueue, log }: ShardPorts,
  { track, shard, closeMs }: { readonly track: string; readonly shard: number; readonly closeMs: number },
): Promise<void> {
  const counts = await decideCycle(cycle, { track, shard });
  log.debug({ track, shard, ...counts }, "shard decided");
  if (await isShardBehind(pool, { track, shard })) {
    // The job gave way to others before its books were through: it goes on from where it got.
    if (counts.reachedMs !== undefined) await enqueue(cycleDecide, { track, shard, closeMs: counts.reachedMs });
    return;
  }
  // A run whose books are all through is ended by its own job; a market goes on with its next tick.
  if (isRunTrack(track) && !(await isTrackBehind(pool, track))) await enqueue(runAdvance, { runId: track, closeMs });
}
