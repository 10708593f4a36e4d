import { z } from "zod";
import type { DrillAsked } from "../../contract/halt.ts";
import { permitted } from "../../permitted.ts";
import { drillHalt } from "../../usecases/drill-halt.ts";
import { reason } from "../input.ts";
import { haltTarget, haltVerb } from "./input.ts";

/** Exercises a halt and changes nothing: whoever may halt may drill. */
export const drill = permitted("halt.set")
  .input(z.object({ target: haltTarget, verb: haltVerb, reason }))
  .mutation(({ ctx, input }): Promise<DrillAsked> => drillHalt(ctx, input));
