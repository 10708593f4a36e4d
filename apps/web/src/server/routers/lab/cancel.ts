import { z } from "zod";
import { permitted } from "../../permitted.ts";
import { stopStudy } from "../../usecases/stop-study.ts";
import { reason } from "../input.ts";
import { studyId } from "./input.ts";

/** Stops a study that waits or runs. */
export const cancel = permitted("lab.run")
  .input(z.object({ studyId, reason }))
  .mutation(({ ctx, input }): Promise<void> => stopStudy(ctx, input));
