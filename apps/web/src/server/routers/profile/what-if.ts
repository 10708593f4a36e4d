import { z } from "zod";
import type { WhatIfState } from "../../contract/profile.ts";
import { permitted } from "../../permitted.ts";
import { readWhatIfState } from "../../queries/command-results.ts";
import { requestWhatIf } from "../../usecases/ask-engine.ts";
import { key } from "../input.ts";
import { version } from "./input.ts";

/** More days are for the command line: a page waits for the answer. */
const DAYS_MAX = 90;

export const askWhatIf = permitted("engine.ask")
  .input(
    z.object({
      accountId: z.uuid(),
      profileKey: key,
      version,
      days: z.int().min(1).max(DAYS_MAX),
      basis: z.enum(["path", "slots"]).default("path"),
    }),
  )
  .mutation(({ ctx, input }): Promise<{ readonly commandId: string }> => requestWhatIf(ctx, input));

export const whatIf = permitted("profile.read")
  .input(z.object({ commandId: z.uuid() }))
  .query(({ ctx, input }): Promise<WhatIfState> => readWhatIfState(ctx.tx, input.commandId));
