import { z } from "zod";
import type { StudyDetail } from "../../contract/lab.ts";
import { permitted } from "../../permitted.ts";
import { readStudy } from "../../queries/study.ts";
import { studyId } from "./input.ts";

/** A study whole, with what its dataset's ledger says of it. */
export const byId = permitted("lab.read")
  .input(z.object({ studyId }))
  .query(({ ctx, input }): Promise<StudyDetail> => readStudy(ctx.tx, input.studyId));
