import { studyChunk } from "@ballast/jobs/catalog";
import { consume, type Consumer, type ConsumeOptions } from "@ballast/jobs/consume";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { carryOutChunk } from "../usecases/lab/carry-out-chunk.ts";

/** As many pieces at a time as there are threads, and one more, so that none of them waits for a commit. */
export function consumeStudyChunk(ports: Pick<EnginePorts, "lab">, options: ConsumeOptions): Consumer {
  const concurrency = ports.lab.threads.threads + 1;
  return consume(studyChunk, { ...options, concurrency }, (piece) => carryOutChunk(ports.lab, piece));
}
