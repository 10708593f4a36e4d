import { SEAL_DELAY_MS } from "@ballast/core/time/clock";
import { DAY_MS, boundaryAtOrBefore } from "@ballast/core/time/timeframe";
import type { MarketModel } from "@ballast/db/clients/prisma";
import { z } from "zod";
import type { MarketClock } from "../contract/workspace.ts";
import { int8 } from "../mappers/row.ts";

const clockSchema = z.enum(["wall", "replay"]);

export type MarketColumns = {
  readonly key: string;
  readonly name: string;
  readonly is_synthetic: boolean;
  readonly source: string;
  readonly clock: "wall" | "replay";
  readonly rate: number;
  readonly timeframe_ms: number;
  readonly cursor_ms: number;
};

/** A market's columns for pages that find it by a join. The page tells how fast its clock is driven now, which may be slower than its rate. */
export const MARKET_COLUMNS =
  "m.key, m.name, m.is_synthetic, m.source, m.clock, coalesce(m.pace, m.rate) as rate, m.timeframe_ms, m.cursor_ms";

/** The same columns from the market's model. */
export function marketColumns(market: MarketModel): MarketColumns {
  return {
    key: market.key,
    name: market.name,
    is_synthetic: market.isSynthetic,
    source: market.source,
    clock: clockSchema.parse(market.clock),
    rate: market.pace ?? market.rate,
    timeframe_ms: int8(market.timeframeMs),
    cursor_ms: int8(market.cursorMs),
  };
}

/** A replay clock stands at its last committed close plus the seal: it never runs ahead of the rows. */
export function marketClock(market: MarketColumns, wallMs: number): MarketClock {
  const isReplay = market.clock === "replay";
  return {
    key: market.key,
    name: market.name,
    isSynthetic: market.is_synthetic,
    clock: market.clock,
    rate: isReplay ? market.rate : 1,
    nowMs: isReplay ? market.cursor_ms + SEAL_DELAY_MS : wallMs,
    timeframeMs: market.timeframe_ms,
    lastCloseMs: isReplay ? market.cursor_ms : boundaryAtOrBefore(wallMs, market.timeframe_ms),
  };
}

/** Start of the UTC day that holds a market's now: where "today" begins. */
export function dayStartMs(nowMs: number): number {
  return boundaryAtOrBefore(nowMs, DAY_MS);
}
