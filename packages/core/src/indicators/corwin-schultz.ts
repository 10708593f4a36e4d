import { exp, log } from "../numeric/elementary.ts";
import { expRemainder } from "../numeric/exp-remainder.ts";
import { logNearOne, NEAR_ONE_MAX } from "../numeric/log-near-one.ts";
import type { RowSpan } from "./row-span.ts";

/** What the estimator reads, as columns on the time grid. */
export type HighLowColumns = { readonly present: Uint8Array; readonly high: Float64Array; readonly low: Float64Array };

/** √2 − 1; its square is the paper's 3 − 2√2. */
const RATIO = Math.sqrt(2) - 1;
/** ½ ln 2: up to here the quotient of `expRemainder` stands for the exponential. */
const EXPONENT_SMALL = 0.34657359;

/** ln of a high over a low. */
function rangeLog(ratio: number): number {
  return ratio < NEAR_ONE_MAX ? logNearOne(ratio) : log(ratio);
}

/** 2(e^α − 1) ÷ (1 + e^α) of α ≥ 0, which is 2·tanh(α ÷ 2), by FDLIBM's quotient for the exponential where α is small. */
function spreadOfAlpha(alpha: number): number {
  if (alpha < EXPONENT_SMALL) return (2 * alpha) / (2 + alpha - expRemainder(alpha));
  const growth = exp(alpha);
  return (2 * (growth - 1)) / (1 + growth);
}

/** ln(high ÷ low) of each row's bar; 0 where there is none. */
export function writeRanges(bars: HighLowColumns, span: RowSpan, ranges: Float64Array): void {
  const { present, high, low } = bars;
  for (let row = span.from; row < span.to; row += 1)
    ranges[row] = present[row] === 1 ? rangeLog((high[row] ?? NaN) / (low[row] ?? NaN)) : 0;
}

/**
 * The proportional spread that each bar and the one before it betray; 0 where one of them is missing
 * (S. A. Corwin and P. Schultz, "A Simple Way to Estimate Bid-Ask Spreads from Daily High and Low
 * Prices", Journal of Finance 67, 2012, equations 14 and 18): highs are mostly buys and lows mostly
 * sells, so a bar's range holds the spread and its variance, and the range of two bars holds the
 * spread once and twice the variance.
 *
 * β = ln²(H₁/L₁) + ln²(H₂/L₂), γ = ln²(max H / min L), α = (√(2β) − √β)/(3 − 2√2) − √(γ/(3 − 2√2)),
 * S = 2(e^α − 1)/(1 + e^α). As 3 − 2√2 = (√2 − 1)², α is (√β − √γ)/(√2 − 1), which is computed. A
 * negative estimate is 0, as the authors advise; their correction for overnight gaps is left out, for
 * this market does not close. An estimate, never a quoted spread.
 */
export function writeSpreads(bars: HighLowColumns & { readonly ranges: Float64Array }, span: RowSpan, spreads: Float64Array): void {
  const { present, high, low, ranges } = bars;
  for (let row = span.from; row < span.to; row += 1) {
    spreads[row] = 0;
    if (present[row] !== 1 || present[row - 1] !== 1) continue;
    const range = ranges[row] ?? NaN;
    const rangeBefore = ranges[row - 1] ?? NaN;
    const top = Math.max(high[row] ?? NaN, high[row - 1] ?? NaN);
    const bottom = Math.min(low[row] ?? NaN, low[row - 1] ?? NaN);
    const alpha = (Math.sqrt(rangeBefore * rangeBefore + range * range) - rangeLog(top / bottom)) / RATIO;
    if (alpha > 0) spreads[row] = spreadOfAlpha(alpha);
  }
}
