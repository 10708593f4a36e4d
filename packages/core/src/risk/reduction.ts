import { compareSymbols } from "../market/instrument.ts";
import { roundToStep } from "../money/step.ts";
import { divideRounded } from "../numeric/fixed.ts";
import { capUnits, partOf } from "./caps.ts";
import { exposureFactorBps, type Rung } from "./drawdown.ts";
import { larger } from "./extremes.ts";
import type { RiskProfile } from "./profile.ts";

/** A position as a reduction sees it. */
export type HeldPosition = {
  readonly symbol: string;
  /** Base units that can be sold. */
  readonly quantity: bigint;
  /** What they are worth in the account's base currency. */
  readonly exposureUnits: bigint;
  readonly lotUnits: bigint;
  readonly quantityMinUnits: bigint;
};

export type Reduction = { readonly symbol: string; readonly quantity: bigint };

/** The largest first, ties by symbol: the fewest orders, and what was concentrated least so afterwards. */
function bySize(left: HeldPosition, right: HeldPosition): number {
  return Number(right.exposureUnits - left.exposureUnits) || compareSymbols(left, right);
}

/** Enough of a position, in lots the venue takes; all of it where the rest could not be sold any more. */
function quantityWorth(position: HeldPosition, units: bigint): bigint {
  const { quantity, exposureUnits, lotUnits, quantityMinUnits } = position;
  if (exposureUnits === 0n) return quantity;
  const exact = divideRounded(quantity * units, exposureUnits, "ceil");
  const stepped = roundToStep({ units: exact, stepUnits: lotUnits, mode: "ceil" });
  const sold = larger(stepped, quantityMinUnits);
  return quantity - sold < quantityMinUnits ? quantity : sold;
}

/**
 * What to sell on the second rung (RSK3): the exposure above the reduced cap, from the largest
 * position down. Each quantity is rounded up to what the venue takes, so that the cap is kept
 * after the sales at the prices that were decided on. Empty where the cap is kept already.
 */
export function excessToReduce(of: {
  readonly profile: RiskProfile;
  readonly rung: Rung;
  /** Portfolio value, in the base currency of this scale. */
  readonly equityUnits: bigint;
  readonly scale: number;
  readonly positions: readonly HeldPosition[];
}): readonly Reduction[] {
  const cap = capUnits(of.profile.totalCap, of);
  if (cap === undefined || of.rung < 2) return [];
  const limit = partOf(cap, exposureFactorBps(of.profile, of.rung));
  let excess = of.positions.reduce((sum, { exposureUnits }) => sum + exposureUnits, 0n) - limit;
  const reductions: Reduction[] = [];
  for (const position of [...of.positions].sort(bySize)) {
    if (excess <= 0n) break;
    reductions.push({ symbol: position.symbol, quantity: quantityWorth(position, excess) });
    excess -= position.exposureUnits;
  }
  return reductions;
}
