import { z } from "zod";
import type { HaltSet } from "../../contract/halt.ts";
import { permitted } from "../../permitted.ts";
import { setHalt } from "../../usecases/set-halt.ts";
import { reason } from "../input.ts";
import { haltTarget, haltVerb } from "./input.ts";

/** Holds at once, engine and Redis up or down; never asks for more than the right to halt. */
export const set = permitted("halt.set")
  .input(z.object({ target: haltTarget, verb: haltVerb, reason }))
  .mutation(({ ctx, input }): Promise<HaltSet> => setHalt(ctx, input));
