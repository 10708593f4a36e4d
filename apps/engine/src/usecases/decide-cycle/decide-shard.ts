import { isShardBehind, isTrackBehind } from "@ballast/db/repositories/due-work";
import { cycleDecide, runAdvance } from "@ballast/jobs/catalog";
import type { EnginePorts } from "../../ports/engine-ports.ts";
import { isRunTrack } from "../runs/run-track.ts";
import { decideCycle } from "./decide-cycle.ts";

export type ShardPorts = Pick<EnginePorts, "pool" | "cycle" | "enqueue" | "log">;

/**
 * Decides the due books of a shard, and nudges what follows from where they got: the shard itself where
 * its job gave way to others before its books were through, its run where all books are. Both nudges are
 * kept while their job is at work. Where a shard is behind and nothing of it moved, its books are in other
 * hands or became due just now: whoever holds them or made them due nudges, and this job need not ask again.
 */
export async function decideShard(
  { pool, cycle, enqueue, log }: ShardPorts,
  { track, shard }: { readonly track: string; readonly shard: number },
): Promise<void> {
  const counts = await decideCycle(cycle, { track, shard });
  log.debug({ track, shard, ...counts }, "shard decided");
  if (await isShardBehind(pool, { track, shard })) {
    if (counts.slots + counts.sent > 0) await enqueue(cycleDecide, { track, shard });
    return;
  }
  // A run whose books are all through is ended by its own job; a market goes on with its next tick.
  if (isRunTrack(track) && !(await isTrackBehind(pool, track))) await enqueue(runAdvance, { runId: track });
}
