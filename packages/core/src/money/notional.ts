import { divideRounded, powerOfTen, type RoundingMode } from "../numeric/fixed.ts";
import { PRICE_SCALE, type Asset } from "./asset.ts";
import { RATE_SCALE } from "./rate.ts";

/** The two assets of a pair: quantities are in units of the base, amounts in units of the quote. */
export type PairAssets = { readonly base: Asset; readonly quote: Asset };

/** price × quantity in units carries this factor over the same product in quote units. */
function productFactor(pair: PairAssets): bigint {
  return powerOfTen(PRICE_SCALE + pair.base.scale - pair.quote.scale);
}

function refuseNegative(name: string, units: bigint): void {
  if (units < 0n) throw new RangeError(`${name} is unsigned: ${units}`);
}

/** price × quantity in quote units. Round up what is paid, down what is received. */
export function notionalUnits(of: {
  readonly priceUnits: bigint;
  readonly quantity: bigint;
  readonly pair: PairAssets;
  readonly mode: RoundingMode;
}): bigint {
  refuseNegative("price", of.priceUnits);
  refuseNegative("quantity", of.quantity);
  return divideRounded(of.priceUnits * of.quantity, productFactor(of.pair), of.mode);
}

/**
 * The most base units that `budgetUnits` of quote buys at a price with its fee:
 * floor(budget ÷ (price × (1 + rate))). What it costs, fee included, never exceeds the budget.
 */
export function quantityForBudget(of: {
  readonly budgetUnits: bigint;
  readonly priceUnits: bigint;
  /** Fee rate at RATE_SCALE; 0n for none. */
  readonly feeRateUnits: bigint;
  readonly pair: PairAssets;
}): bigint {
  refuseNegative("budget", of.budgetUnits);
  if (of.priceUnits <= 0n) throw new RangeError(`price must be positive: ${of.priceUnits}`);
  const product = of.budgetUnits * productFactor(of.pair);
  if (of.feeRateUnits === 0n) return divideRounded(product, of.priceUnits, "floor");
  const one = powerOfTen(RATE_SCALE);
  return divideRounded(product * one, of.priceUnits * (one + of.feeRateUnits), "floor");
}

/** Average price at PRICE_SCALE of a quantity that cost an amount of quote. */
export function averagePriceUnits(of: {
  readonly amountUnits: bigint;
  readonly quantity: bigint;
  readonly pair: PairAssets;
  readonly mode: RoundingMode;
}): bigint {
  refuseNegative("amount", of.amountUnits);
  if (of.quantity <= 0n) throw new RangeError(`average of no quantity: ${of.quantity}`);
  return divideRounded(of.amountUnits * productFactor(of.pair), of.quantity, of.mode);
}
