import { z } from "zod";
import type { DecisionPage } from "../../contract/decision.ts";
import { permitted } from "../../permitted.ts";
import { listDecisions } from "../../queries/decisions.ts";
import { code, cursor, pageLimit, symbol, timeMs } from "../input.ts";

/** Newest first. Without a run, the accounts' live runs. */
export const list = permitted("decision.read")
  .input(
    z.object({
      accountId: z.uuid().optional(),
      runId: z.uuid().optional(),
      symbol: symbol.optional(),
      outcome: z.enum(["INTENTS", "NO_TRADE", "REFUSED", "LATE", "SKIPPED"]).optional(),
      reasonCode: code.optional(),
      /** Both inclusive. */
      fromMs: timeMs.optional(),
      toMs: timeMs.optional(),
      limit: pageLimit,
      cursor,
    }),
  )
  .query(({ ctx, input }): Promise<DecisionPage> => listDecisions(ctx.tx, input));
