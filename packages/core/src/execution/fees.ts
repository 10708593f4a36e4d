import { applyRate, rateOfBps } from "../money/rate.ts";

/** The venue's fee on a notional, in quote units, rounded up: the venue never takes less. */
export function feeUnits(of: { readonly notionalUnits: bigint; readonly feeBps: number }): bigint {
  return applyRate({ amountUnits: of.notionalUnits, rateUnits: rateOfBps(of.feeBps), mode: "ceil" });
}
