import type { FillRow } from "../decision/booking.ts";
import type { Instrument } from "../market/instrument.ts";
import { PRICE_SCALE } from "../money/asset.ts";
import { notionalUnits } from "../money/notional.ts";
import { divideRounded, numberOfUnits, powerOfTen } from "../numeric/fixed.ts";

/** What the report needs of a fill; a booked fill is one. */
export type ReportFill = Pick<
  FillRow,
  "atMs" | "orderId" | "symbol" | "side" | "quantity" | "priceUnits" | "referencePriceUnits" | "feeUnits" | "feeAsset" | "why"
>;

/** A fill in quote units: what was traded, and what that cost. */
export type FillCost = {
  readonly notionalUnits: bigint;
  readonly feeUnits: bigint;
  /** What the price was worse than its reference, over the quantity; below 0 where it was better. */
  readonly slippageUnits: bigint;
};

/** Costs of a set of fills. Amounts in the report's currency. */
export type Costs = {
  readonly fills: number;
  readonly notional: number;
  readonly fees: number;
  readonly slippage: number;
  readonly total: number;
  /** Fees and slippage in basis points of the notional; null where nothing was traded. */
  readonly feeBps: number | null;
  readonly slippageBps: number | null;
};

export type InstrumentCosts = Costs & { readonly symbol: string };

const WHOLE_BPS = 10_000;

/** A fee taken in the base coin is worth what the fill paid for that coin; one in a third asset has no price here. */
function quoteFee(fill: ReportFill, pair: Instrument): bigint {
  if (fill.feeAsset === pair.quote.code) return fill.feeUnits;
  if (fill.feeAsset !== pair.base.code) throw new RangeError(`fee of ${fill.symbol} in ${fill.feeAsset}: no price in ${pair.quote.code}`);
  return notionalUnits({ priceUnits: fill.priceUnits, quantity: fill.feeUnits, pair, mode: "half-even" });
}

export function costOfFill(fill: ReportFill, pair: Instrument): FillCost {
  const worse = fill.side === "buy" ? fill.priceUnits - fill.referencePriceUnits : fill.referencePriceUnits - fill.priceUnits;
  const factor = powerOfTen(PRICE_SCALE + pair.base.scale - pair.quote.scale);
  return {
    notionalUnits: notionalUnits({ priceUnits: fill.priceUnits, quantity: fill.quantity, pair, mode: "half-even" }),
    feeUnits: quoteFee(fill, pair),
    slippageUnits: divideRounded(worse * fill.quantity, factor, "half-even"),
  };
}

/** The pair that a symbol names; a fill or a trade of another is a broken invariant. */
export function tradedPair(instruments: readonly Instrument[], symbol: string): Instrument {
  const pair = instruments.find((candidate) => candidate.symbol === symbol);
  if (pair === undefined) throw new RangeError(`no instrument ${symbol} in the table of the report`);
  return pair;
}

function costsOfSum(fills: number, sum: FillCost, quoteScale: number): Costs {
  const amount = (units: bigint): number => numberOfUnits(units, quoteScale);
  const notional = amount(sum.notionalUnits);
  const inBps = (units: bigint): number | null => (notional === 0 ? null : (amount(units) / notional) * WHOLE_BPS);
  return {
    fills,
    notional,
    fees: amount(sum.feeUnits),
    slippage: amount(sum.slippageUnits),
    total: amount(sum.feeUnits + sum.slippageUnits),
    feeBps: inBps(sum.feeUnits),
    slippageBps: inBps(sum.slippageUnits),
  };
}

const NO_COST: FillCost = { notionalUnits: 0n, feeUnits: 0n, slippageUnits: 0n };

function addCost(sum: FillCost, cost: FillCost): FillCost {
  return {
    notionalUnits: sum.notionalUnits + cost.notionalUnits,
    feeUnits: sum.feeUnits + cost.feeUnits,
    slippageUnits: sum.slippageUnits + cost.slippageUnits,
  };
}

/** Fees and slippage apart, of all fills and of each instrument in symbol order. Sums are of units. */
export function costsOfFills(
  fills: readonly ReportFill[],
  instruments: readonly Instrument[],
  quoteScale: number,
): { readonly all: Costs; readonly byInstrument: readonly InstrumentCosts[] } {
  const sums = new Map<string, { readonly fills: number; readonly sum: FillCost }>();
  let all = NO_COST;
  for (const fill of fills) {
    const cost = costOfFill(fill, tradedPair(instruments, fill.symbol));
    const before = sums.get(fill.symbol) ?? { fills: 0, sum: NO_COST };
    sums.set(fill.symbol, { fills: before.fills + 1, sum: addCost(before.sum, cost) });
    all = addCost(all, cost);
  }
  const byInstrument = [...sums].map(([symbol, of]) => ({ symbol, ...costsOfSum(of.fills, of.sum, quoteScale) }));
  byInstrument.sort((left, right) => (left.symbol < right.symbol ? -1 : 1));
  return { all: costsOfSum(fills.length, all, quoteScale), byInstrument };
}
