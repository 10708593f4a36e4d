import { z } from "zod";
import { permitted } from "../../permitted.ts";
import { askStudy } from "../../usecases/ask-study.ts";
import { writtenStudy } from "./input.ts";

/** Asks the engine for a study. It counts as a trial of its dataset for whoever comes after. */
export const request = permitted("lab.run")
  .input(z.object({ written: writtenStudy }))
  .mutation(({ ctx, input }): Promise<{ readonly commandId: string }> => askStudy(ctx, input.written));
