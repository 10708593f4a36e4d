import { chainCheckpoint } from "@ballast/jobs/catalog";
import { consume, type Consumer, type ConsumeOptions } from "@ballast/jobs/consume";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { checkpointChains } from "../usecases/checkpoint-chains.ts";

export function consumeChainCheckpoint(ports: EnginePorts, options: ConsumeOptions): Consumer {
  return consume(chainCheckpoint, options, async ({ hourMs }) => {
    const checkpoint = await checkpointChains(ports, hourMs);
    if (checkpoint.isNew) ports.log.info({ hourMs, heads: checkpoint.heads }, "chain heads signed");
  });
}
