import type { MarketView } from "../../contract/market.ts";
import { permitted } from "../../permitted.ts";
import { listMarketViews } from "../../queries/markets.ts";

export const list = permitted("market.read").query(({ ctx }): Promise<readonly MarketView[]> =>
  listMarketViews(ctx.tx, { nowMs: ctx.now() }),
);
