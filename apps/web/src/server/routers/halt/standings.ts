import { z } from "zod";
import type { StandingPage } from "../../contract/halt.ts";
import { permitted } from "../../permitted.ts";
import { listStandings } from "../../queries/standings.ts";
import { pageLimit } from "../input.ts";

/** Where each account stands on its drawdown ladder and in its day. */
export const standings = permitted("halt.read")
  .input(z.object({ limit: pageLimit, cursor: z.uuid().optional() }))
  .query(({ ctx, input }): Promise<StandingPage> => listStandings(ctx.tx, input));
