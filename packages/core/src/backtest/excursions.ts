import type { BarColumns } from "../market/bar.ts";
import { firstRowFrom } from "../market/columns.ts";
import { PRICE_SCALE } from "../money/asset.ts";
import { numberOfUnits } from "../numeric/fixed.ts";
import type { ClosedTrade } from "./closed-trade.ts";

/**
 * How far a trade went against and for its holder while it was open, as fractions of the entry price:
 * J. Sweeney, "Maximum Adverse Excursion" (1997).
 */
export type Excursions = {
  readonly barsHeld: number;
  /** At most 0. */
  readonly adverse: number;
  /** At least 0. */
  readonly favourable: number;
};

/**
 * Extremes of the bars from the entry's to the last one before the exit's, and the exit's own price. Of
 * the bar in which it was sold no more is taken: its high or low may lie after the sale. What was sold at the end of a
 * run was sold at a close, so there the whole bar was held.
 */
export function excursionsOf(trade: ClosedTrade, bars: BarColumns): Excursions | undefined {
  const entry = numberOfUnits(trade.entryPriceUnits, PRICE_SCALE);
  const exit = numberOfUnits(trade.exitPriceUnits, PRICE_SCALE);
  const first = firstRowFrom(bars, trade.entryMs);
  const last = firstRowFrom(bars, trade.why === "end" ? trade.exitMs + 1 : trade.exitMs);
  if (!(entry > 0) || bars.tsMs[first] !== trade.entryMs) return undefined;
  let low = Math.min(entry, exit);
  let high = Math.max(entry, exit);
  for (let row = first; row < last; row += 1) {
    low = Math.min(low, bars.low[row] ?? NaN);
    high = Math.max(high, bars.high[row] ?? NaN);
  }
  return { barsHeld: Math.max(0, last - first), adverse: low / entry - 1, favourable: high / entry - 1 };
}
