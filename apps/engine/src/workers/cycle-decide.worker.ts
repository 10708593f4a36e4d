import { cycleDecide } from "@ballast/jobs/catalog";
import { consume, type Consumer, type ConsumeOptions } from "@ballast/jobs/consume";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { decideShard } from "../usecases/decide-cycle/decide-shard.ts";

/** Decides the due books of a shard. One delivery of a shard at a time in this process: a second finds nothing to do. */
export function consumeCycleDecide(ports: EnginePorts, options: ConsumeOptions): Consumer {
  const inHand = new Set<string>();
  return consume(cycleDecide, options, async (due) => {
    const key = `${due.track}/${due.shard}`;
    if (inHand.has(key)) return;
    inHand.add(key);
    await decideShard(ports, due).finally(() => inHand.delete(key));
  });
}
