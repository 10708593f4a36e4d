import { z } from "zod";
import type { TransitionPage } from "../../contract/strategy.ts";
import { permitted } from "../../permitted.ts";
import { listTransitions } from "../../queries/campaigns.ts";
import { cursor, pageLimit } from "../input.ts";

export const transitions = permitted("decision.read")
  .input(z.object({ accountId: z.uuid(), limit: pageLimit, cursor }))
  .query(({ ctx, input }): Promise<TransitionPage> => listTransitions(ctx.tx, input));
