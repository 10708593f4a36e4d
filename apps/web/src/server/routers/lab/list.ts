import { STUDY_KINDS, STUDY_STATES } from "@ballast/db/repositories/studies";
import { z } from "zod";
import type { StudyPage } from "../../contract/lab.ts";
import { permitted } from "../../permitted.ts";
import { listStudyRows } from "../../queries/studies.ts";
import { cursor, pageLimit } from "../input.ts";

/** Studies of the workspace, the newest first, with the figures that lead. */
export const list = permitted("lab.read")
  .input(
    z.object({
      states: z.array(z.enum(STUDY_STATES)).max(STUDY_STATES.length).optional(),
      kinds: z.array(z.enum(STUDY_KINDS)).max(STUDY_KINDS.length).optional(),
      limit: pageLimit,
      cursor,
    }),
  )
  .query(({ ctx, input }): Promise<StudyPage> => listStudyRows(ctx.tx, input));
