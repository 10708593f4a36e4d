import { quantityForBudget, type PairAssets } from "../money/notional.ts";
import { RATE_SCALE } from "../money/rate.ts";
import { divideRounded, powerOfTen } from "../numeric/fixed.ts";

const ONE = powerOfTen(RATE_SCALE);

/**
 * The most base units whose notional and fee, each rounded up, together never exceed the budget:
 * floor(floor(budget ÷ (1 + rate)) ÷ price). The inner floor is what keeps the two roundings inside.
 */
export function affordableQuantity(of: {
  readonly budgetUnits: bigint;
  readonly priceUnits: bigint;
  readonly feeRateUnits: bigint;
  readonly pair: PairAssets;
}): bigint {
  const notionalMax = divideRounded(of.budgetUnits * ONE, ONE + of.feeRateUnits, "floor");
  return quantityForBudget({ budgetUnits: notionalMax, priceUnits: of.priceUnits, feeRateUnits: 0n, pair: of.pair });
}
