import type { FillWhy } from "../decision/booking.ts";
import type { Disposal } from "../ledger/lots.ts";
import { numberOfUnits } from "../numeric/fixed.ts";

/**
 * A lot, or the part of one, from its purchase to its sale: the round trip that a report counts.
 * Times are the opening times of the bars that the fills happened in; amounts are in quote units, with
 * the fees of both sides in them.
 */
export type ClosedTrade = Pick<Disposal, "symbol" | "quantity" | "costUnits" | "proceedsUnits"> & {
  readonly entryMs: number;
  readonly entryPriceUnits: bigint;
  readonly exitMs: number;
  readonly exitPriceUnits: bigint;
  /** What sold it. */
  readonly why: FillWhy;
  /** Code of the order that sold it. */
  readonly reason: string;
};

/** What a trade earned, net of both fees, in quote units. */
export function netUnitsOf({ proceedsUnits, costUnits }: Pick<ClosedTrade, "proceedsUnits" | "costUnits">): bigint {
  return proceedsUnits - costUnits;
}

/** Net ÷ cost, as a fraction; null where nothing was paid. */
export function tradeReturn(trade: Pick<ClosedTrade, "proceedsUnits" | "costUnits">, quoteScale: number): number | null {
  if (trade.costUnits <= 0n) return null;
  return numberOfUnits(netUnitsOf(trade), quoteScale) / numberOfUnits(trade.costUnits, quoteScale);
}
