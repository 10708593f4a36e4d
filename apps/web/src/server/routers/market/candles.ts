import { z } from "zod";
import type { CandlePage } from "../../contract/market.ts";
import { permitted } from "../../permitted.ts";
import { readCandles } from "../../queries/candles.ts";
import { key, symbol, timeMs } from "../input.ts";

const CANDLES_MAX = 2_000;
const CANDLES_DEFAULT = 500;

/** The newest `limit` candles that the market's clock has closed, or those before `beforeMs`. */
export const candles = permitted("market.read")
  .input(z.object({ marketKey: key, symbol, beforeMs: timeMs.optional(), limit: z.int().min(1).max(CANDLES_MAX).default(CANDLES_DEFAULT) }))
  .query(({ ctx, input }): Promise<CandlePage> => readCandles(ctx.tx, { ...input, nowMs: ctx.now() }));
