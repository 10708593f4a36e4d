import { divideRounded, exactUnits, powerOfTen, type RoundingMode } from "../numeric/fixed.ts";

/** Decimals of a rate (a fee, a slippage, a fraction of equity) in units. */
export const RATE_SCALE = 12;

/** A basis point is 10^-4. */
const BPS_DIGITS = 4;

/** A rate of basis points as printed: 26 bps is 2600000000n. More than 8 decimals of a basis point are an error. */
export function rateOfBps(bps: number): bigint {
  const units = exactUnits(bps, RATE_SCALE - BPS_DIGITS);
  if (units === undefined) throw new RangeError(`not a rate, or more decimals than one holds: ${bps} bps`);
  return units;
}

/** amount × rate, rounded as named. A fee rounds up: the venue never takes less. */
export function applyRate(of: { readonly amountUnits: bigint; readonly rateUnits: bigint; readonly mode: RoundingMode }): bigint {
  return divideRounded(of.amountUnits * of.rateUnits, powerOfTen(RATE_SCALE), of.mode);
}
