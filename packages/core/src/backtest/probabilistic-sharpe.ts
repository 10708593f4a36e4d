/**
 * How sure a Sharpe ratio is. All ratios here are per observation, never annualised: an annual one is
 * divided by √(observations a year) first.
 *
 * D. H. Bailey and M. López de Prado, "The Sharpe Ratio Efficient Frontier", J. of Risk 15 (2012),
 * equations 8 to 13.
 */
import { normalCdf, normalQuantile } from "../numeric/normal.ts";

/** A measured Sharpe ratio with what its error depends on. */
export type SharpeEstimate = {
  /** Mean ÷ deviation per observation. */
  readonly sharpe: number;
  readonly observations: number;
  /** γ₃ of the returns, 0 for a normal distribution. */
  readonly skew: number;
  /** γ₄ of the returns, 3 for a normal distribution. */
  readonly kurtosis: number;
};

/** 1 − γ₃·SR + (γ₄ − 1)/4·SR²: the variance of √(n − 1)·SR. Moments of real returns keep it above 0; others may not. */
function errorVariance({ sharpe, skew, kurtosis }: SharpeEstimate): number {
  return 1 - skew * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
}

/**
 * PSR: the probability that the true Sharpe ratio exceeds a benchmark,
 * Φ((SR − SR*)·√(n − 1) ÷ √(1 − γ₃·SR + (γ₄ − 1)/4·SR²)). Null under two observations, or where no
 * distribution has such moments.
 */
export function probabilisticSharpe(estimate: SharpeEstimate, benchmark: number): number | null {
  const variance = errorVariance(estimate);
  if (estimate.observations < 2 || !(variance > 0) || !Number.isFinite(benchmark)) return null;
  return normalCdf(((estimate.sharpe - benchmark) * Math.sqrt(estimate.observations - 1)) / Math.sqrt(variance));
}

/**
 * MinTRL: how many observations it takes until PSR reaches a confidence,
 * 1 + (1 − γ₃·SR + (γ₄ − 1)/4·SR²)·(Φ⁻¹(confidence) ÷ (SR − SR*))². Not rounded. Null where the ratio
 * does not exceed the benchmark: no track record is long enough.
 */
export function minimumTrackRecord(
  estimate: Omit<SharpeEstimate, "observations">,
  of: { readonly benchmark: number; readonly confidence: number },
): number | null {
  if (!(of.confidence > 0.5 && of.confidence < 1)) throw new RangeError(`confidence ${of.confidence} is not between ½ and 1`);
  const variance = errorVariance({ ...estimate, observations: 0 });
  const excess = estimate.sharpe - of.benchmark;
  if (!(excess > 0) || !(variance > 0)) return null;
  const distance = normalQuantile(of.confidence) / excess;
  return 1 + variance * distance * distance;
}
