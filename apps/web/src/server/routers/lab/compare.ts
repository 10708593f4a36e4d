import { z } from "zod";
import type { ComparedStudy } from "../../contract/lab.ts";
import { permitted } from "../../permitted.ts";
import { readCompared } from "../../queries/study.ts";
import { comparedIds } from "./input.ts";

/** Up to five studies side by side. */
export const compare = permitted("lab.read")
  .input(z.object({ studyIds: comparedIds }))
  .query(({ ctx, input }): Promise<readonly ComparedStudy[]> => readCompared(ctx.tx, input.studyIds));
