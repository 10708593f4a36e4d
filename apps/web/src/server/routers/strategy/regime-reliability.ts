import { z } from "zod";
import type { RegimeReliability } from "../../contract/strategy.ts";
import { permitted } from "../../permitted.ts";
import { readRegimeReliability } from "../../queries/regime-reliability.ts";
import { key } from "../input.ts";

export const regimeReliability = permitted("market.read")
  .input(z.object({ marketKey: key }))
  .query(({ ctx, input }): Promise<RegimeReliability> => readRegimeReliability(ctx.tx, input));
