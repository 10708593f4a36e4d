import { notionalUnits, type PairAssets } from "../money/notional.ts";
import { divideRounded } from "../numeric/fixed.ts";
import type { Trade } from "./compare-trades.ts";

const WHOLE_BPS = 10_000;

/** How far a fill of one run lies from the fill of another that it is paired with: the actual one less the expected one. */
export type TradeGap = {
  readonly timeMs: number;
  /** At PRICE_SCALE. */
  readonly priceUnits: bigint;
  /** Of the expected price. */
  readonly priceBps: number;
  /** Base units. */
  readonly quantity: bigint;
  /** Quote units. */
  readonly feeUnits: bigint;
  /**
   * What another price and another fee were worth to the account, quote units: above 0 where it came off better.
   * Both are taken on the actual quantity, for another size is no gain or loss by itself.
   */
  readonly worthUnits: bigint;
};

/** What a fill brought into the account in quote, its fee taken off: below 0 for a purchase. */
function cashOf({ side, priceUnits, quantity, feeUnits }: Trade, pair: PairAssets): bigint {
  const notional = notionalUnits({ priceUnits, quantity, pair, mode: "half-even" });
  return (side === "sell" ? notional : -notional) - feeUnits;
}

/** The gap between two paired fills of one instrument and side. */
export function tradeGap(of: { readonly actual: Trade; readonly expected: Trade; readonly pair: PairAssets }): TradeGap {
  const { actual, expected, pair } = of;
  const priceUnits = actual.priceUnits - expected.priceUnits;
  const expectedCash = divideRounded(cashOf(expected, pair) * actual.quantity, expected.quantity, "half-even");
  return {
    timeMs: actual.atMs - expected.atMs,
    priceUnits,
    priceBps: (Number(priceUnits) / Number(expected.priceUnits)) * WHOLE_BPS,
    quantity: actual.quantity - expected.quantity,
    feeUnits: actual.feeUnits - expected.feeUnits,
    worthUnits: cashOf(actual, pair) - expectedCash,
  };
}
