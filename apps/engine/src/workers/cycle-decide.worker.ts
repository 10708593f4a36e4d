import { isTrackBehind } from "@ballast/db/repositories/due-work";
import { cycleDecide, runAdvance } from "@ballast/jobs/catalog";
import { consume, type Consumer, type ConsumeOptions } from "@ballast/jobs/consume";
import { isRunTrack } from "../usecases/runs/run-track.ts";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { decideCycle } from "../usecases/decide-cycle/decide-cycle.ts";

/** Decides the due books of a shard. One delivery of a shard at a time in this process: a second finds nothing to do. */
export function consumeCycleDecide(ports: EnginePorts, options: ConsumeOptions): Consumer {
  const inHand = new Set<string>();
  return consume(cycleDecide, options, async ({ track, shard, closeMs }) => {
    const key = `${track}/${shard}`;
    if (inHand.has(key)) return;
    inHand.add(key);
    const counts = await decideCycle(ports.cycle, { track, shard }).finally(() => inHand.delete(key));
    ports.log.debug({ track, shard, ...counts }, "shard decided");
    if (await isTrackBehind(ports.pool, track)) {
      // The job gave way to others before its books were through: it goes on from where it got.
      if (counts.reachedMs !== undefined) await ports.enqueue(cycleDecide, { track, shard, closeMs: counts.reachedMs });
      return;
    }
    // A run whose books are all through is ended by its own job; a market goes on with its next tick.
    if (isRunTrack(track)) await ports.enqueue(runAdvance, { runId: track, closeMs });
  });
}
