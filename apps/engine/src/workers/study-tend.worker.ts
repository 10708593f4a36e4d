import { studyTend } from "@ballast/jobs/catalog";
import { consume, type Consumer, type ConsumeOptions } from "@ballast/jobs/consume";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { tendStudy } from "../usecases/lab/tend-study.ts";

export function consumeStudyTend(ports: Pick<EnginePorts, "lab">, options: ConsumeOptions): Consumer {
  return consume(studyTend, options, (study) => tendStudy(ports.lab, study));
}
