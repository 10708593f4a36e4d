import { z } from "zod";
import type { HaltConsequence } from "../../contract/halt.ts";
import { permitted } from "../../permitted.ts";
import { readHaltConsequence } from "../../queries/halt-consequence.ts";
import { haltTarget } from "./input.ts";

/** What a cancel or a flatten would touch, for the question that comes before it. */
export const consequence = permitted("halt.read")
  .input(z.object({ target: haltTarget }))
  .query(({ ctx, input }): Promise<HaltConsequence> => readHaltConsequence(ctx.tx, input.target));
