import { z } from "zod";
import type { StudyPoints } from "../../contract/lab.ts";
import { permitted } from "../../permitted.ts";
import { readSweep } from "../../queries/study.ts";
import { studyId } from "./input.ts";

/** Every point of a sweep, those of a running one as far as it has come. */
export const sweep = permitted("lab.read")
  .input(z.object({ studyId }))
  .query(({ ctx, input }): Promise<StudyPoints> => readSweep(ctx.tx, input.studyId));
