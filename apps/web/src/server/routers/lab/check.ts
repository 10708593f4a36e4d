import { z } from "zod";
import type { StudyCheck } from "../../contract/lab.ts";
import { permitted } from "../../permitted.ts";
import { checkStudy } from "../../usecases/check-study.ts";
import { writtenStudy } from "./input.ts";

/** Faults at their fields and what the study would come to, while somebody writes it. A mutation for its size alone: nothing is written. */
export const check = permitted("lab.read")
  .input(z.object({ written: writtenStudy }))
  .mutation(({ ctx, input }): Promise<StudyCheck> => checkStudy(ctx.tx, input.written));
