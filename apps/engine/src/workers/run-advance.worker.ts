import { runAdvance } from "@ballast/jobs/catalog";
import { consume, type Consumer, type ConsumeOptions } from "@ballast/jobs/consume";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { advanceRun } from "../usecases/runs/advance-run.ts";

export function consumeRunAdvance(ports: EnginePorts, options: ConsumeOptions): Consumer {
  return consume(runAdvance, options, ({ runId }) => advanceRun({ ...ports.cycle, enqueue: ports.enqueue, sha256: ports.sha256 }, runId));
}
