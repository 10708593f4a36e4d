import { isShardBehind, isTrackBehind } from "@ballast/db/repositories/due-work";
import { cycleDecide, runAdvance } from "@ballast/jobs/catalog";
import type { EnginePorts } from "../../ports/engine-ports.ts";
import { isRunTrack } from "../runs/run-track.ts";
import { decideCycle } from "./decide-cycle.ts";

export type ShardPorts = Pick<EnginePorts, "pool" | "cycle" | "enqueue" | "log">;

/** Turns of one job on the close that it was nudged for; the sweep finds what a larger shard still lacks. */
const TURNS_MAX = 60;

/**
 * Decides the due books of a shard, and nudges what follows from where they got. A shard that is still
 * on the close of this job goes on at once: a nudge of the same name would fold into the job in hand.
 */
export async function decideShard(
  { pool, cycle, enqueue, log }: ShardPorts,
  { track, shard, closeMs }: { readonly track: string; readonly shard: number; readonly closeMs: number },
): Promise<void> {
  for (let turn = 1; turn <= TURNS_MAX; turn += 1) {
    const counts = await decideCycle(cycle, { track, shard });
    log.debug({ track, shard, turn, ...counts }, "shard decided");
    if (!(await isShardBehind(pool, { track, shard }))) {
      // A run whose books are all through is ended by its own job; a market goes on with its next tick.
      if (isRunTrack(track) && !(await isTrackBehind(pool, track))) await enqueue(runAdvance, { runId: track, closeMs });
      return;
    }
    if (counts.reachedMs === undefined) return;
    if (counts.reachedMs !== closeMs) {
      // The job gives way to others before its books are through: another goes on from where it got.
      await enqueue(cycleDecide, { track, shard, closeMs: counts.reachedMs });
      return;
    }
  }
}
