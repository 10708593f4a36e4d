import { cycleDecide } from "@ballast/jobs/catalog";
import { consume, type Consumer, type ConsumeOptions } from "@ballast/jobs/consume";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { decideShard } from "../usecases/decide-cycle/decide-shard.ts";

/** Decides the due books of a shard. One delivery of a shard at a time in this process: a second has the first look again. */
export function consumeCycleDecide(ports: EnginePorts, options: ConsumeOptions): Consumer {
  return consume(cycleDecide, options, (due) => ports.turns.decide(`${due.track}/${due.shard}`, () => decideShard(ports, due)));
}
