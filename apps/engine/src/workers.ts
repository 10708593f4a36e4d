import type { ConsumeOptions } from "@ballast/jobs/consume";
import type { EnginePorts } from "./ports/engine-ports.ts";
import { consumeChainCheckpoint } from "./workers/chain-checkpoint.worker.ts";
import { consumeCommandExecute } from "./workers/command-execute.worker.ts";
import { consumeCycleDecide } from "./workers/cycle-decide.worker.ts";
import { consumeMarketTick } from "./workers/market-tick.worker.ts";
import { consumeReplayAudit } from "./workers/replay-audit.worker.ts";
import { consumeRunAdvance } from "./workers/run-advance.worker.ts";
import { consumeStudyChunk } from "./workers/study-chunk.worker.ts";
import { consumeStudyTend } from "./workers/study-tend.worker.ts";

/** Redis may be shared with others: every key of the queues begins with this. */
export const QUEUE_PREFIX = "ballast";

/** Starts a consumer per job of the catalog; `close` waits for the jobs in hand. */
export function startWorkers(ports: EnginePorts, options: ConsumeOptions): { readonly close: () => Promise<void> } {
  const consumers = [
    consumeMarketTick,
    consumeRunAdvance,
    consumeCycleDecide,
    consumeCommandExecute,
    consumeChainCheckpoint,
    consumeReplayAudit,
    consumeStudyTend,
    consumeStudyChunk,
  ].map((start) => start(ports, options));
  return {
    close: async () => {
      await Promise.all(consumers.map((consumer) => consumer.close()));
    },
  };
}
