import { RATE_SCALE, rateOfBps } from "../money/rate.ts";
import { roundToStep } from "../money/step.ts";
import { divideRounded, powerOfTen } from "../numeric/fixed.ts";
import { drawWord, WORD_BITS, type FillSeed } from "./fill-draw.ts";

const ONE = powerOfTen(RATE_SCALE);
/** Taking a tenth of a bar's volume doubles the slippage. */
const IMPACT = 10n;
/** No order slips more than this many times its base rate: past it a real order would have been worked. */
const MULTIPLE_MAX = 10n;

/**
 * The rate at RATE_SCALE by which a fill is worse than its reference price:
 * base × (½ + u + 10 × quantity ÷ bar volume), u uniform in [0, 1), at most 10 × base.
 * The mean of a small order is the base rate. Without a known volume the size part is 0.
 */
export function slippageRate(of: {
  readonly slippageBps: number;
  readonly seed: FillSeed;
  readonly quantity: bigint;
  readonly barVolumeUnits: bigint | undefined;
}): bigint {
  const base = rateOfBps(of.slippageBps);
  if (base === 0n) return 0n;
  const luck = ONE / 2n + ((ONE * drawWord(of.seed, "slippage")) >> WORD_BITS);
  const volume = of.barVolumeUnits;
  const impact = volume === undefined || volume <= 0n ? 0n : divideRounded(of.quantity * IMPACT * ONE, volume, "ceil");
  const multiple = luck + impact;
  return divideRounded(base * (multiple < MULTIPLE_MAX * ONE ? multiple : MULTIPLE_MAX * ONE), ONE, "ceil");
}

/** The reference price moved against the order and to the tick: a buy pays more, a sell gets less, never less than a tick. */
export function slippedPrice(of: {
  readonly side: "buy" | "sell";
  readonly referencePriceUnits: bigint;
  readonly rateUnits: bigint;
  readonly tickUnits: bigint;
}): bigint {
  const { side, referencePriceUnits, rateUnits, tickUnits } = of;
  if (side === "buy") {
    const units = divideRounded(referencePriceUnits * (ONE + rateUnits), ONE, "ceil");
    return roundToStep({ units, stepUnits: tickUnits, mode: "ceil" });
  }
  const left = rateUnits < ONE ? ONE - rateUnits : 0n;
  const rounded = roundToStep({ units: divideRounded(referencePriceUnits * left, ONE, "floor"), stepUnits: tickUnits, mode: "floor" });
  const smallest = tickUnits > 0n ? tickUnits : 1n;
  return rounded > smallest ? rounded : smallest;
}
