import { z } from "zod";
import type { RegimeHistory } from "../../contract/strategy.ts";
import { permitted } from "../../permitted.ts";
import { readRegimeHistory } from "../../queries/regime-history.ts";
import { key } from "../input.ts";

export const regime = permitted("market.read")
  .input(z.object({ marketKey: key, span: z.enum(["month", "quarter", "year", "all"]).default("quarter") }))
  .query(({ ctx, input }): Promise<RegimeHistory> => readRegimeHistory(ctx.tx, input));
