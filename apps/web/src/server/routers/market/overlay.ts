import type { MarketOverlay } from "../../contract/market.ts";
import { permitted } from "../../permitted.ts";
import { readOverlay } from "../../queries/overlay.ts";
import { inAccount, symbol, timeMs } from "../input.ts";

/** At most 2,000 of each kind, the newest. */
export const overlay = permitted("account.read")
  .input(inAccount.extend({ symbol, fromMs: timeMs, toMs: timeMs }).refine(({ fromMs, toMs }) => fromMs < toMs, "fromMs lies before toMs"))
  .query(({ ctx, input }): Promise<MarketOverlay> => readOverlay(ctx.tx, input));
