/**
 * What is left of a Sharpe ratio that was chosen among many.
 *
 * D. H. Bailey and M. López de Prado, "The Deflated Sharpe Ratio: Correcting for Selection Bias,
 * Backtest Overfitting and Non-Normality", J. of Portfolio Management 40 (2014) 94–107. All ratios
 * are per observation.
 */
import { normalQuantile } from "../numeric/normal.ts";
import { probabilisticSharpe, type SharpeEstimate } from "./probabilistic-sharpe.ts";

const EULER_MASCHERONI = 0.5772156649015329;
const INVERSE_E = 0.36787944117144233;

/**
 * The Sharpe ratio that the best of N trials without any skill is expected to show (the false strategy
 * theorem): √V·((1 − γ)·Φ⁻¹(1 − 1/N) + γ·Φ⁻¹(1 − 1/(N·e))), V the variance of the trials' ratios.
 * One trial was not chosen among any: 0.
 */
export function expectedMaximumSharpe(of: { readonly trials: number; readonly variance: number }): number {
  const { trials, variance } = of;
  if (!(trials >= 1) || !Number.isFinite(trials)) throw new RangeError(`${trials} trials`);
  if (!(variance >= 0) || !Number.isFinite(variance)) throw new RangeError(`variance ${variance} of the trials`);
  if (trials === 1) return 0;
  // Φ⁻¹(1 − p) is −Φ⁻¹(p), which keeps its digits where 1 − p would not.
  const likely = -normalQuantile(1 / trials);
  const rare = -normalQuantile(INVERSE_E / trials);
  return Math.sqrt(variance) * ((1 - EULER_MASCHERONI) * likely + EULER_MASCHERONI * rare);
}

/** What a trial ledger says of the runs on a dataset: how many, and how far apart their ratios lie. */
export type TrialSpread = {
  readonly trials: number;
  /** Sample variance of their Sharpe ratios; 0 under two. */
  readonly variance: number;
};

/**
 * Count of all trials, those of others too, and sample variance of their Sharpe ratios; null without any.
 * A trial whose ratio is not defined, because it never traded, was a try all the same: it counts, and
 * says nothing of the variance.
 */
export function trialSpread(sharpes: readonly (number | null)[]): TrialSpread | null {
  if (sharpes.length === 0) return null;
  const defined = sharpes.filter((sharpe) => sharpe !== null);
  let sum = 0;
  for (const value of defined) sum += value;
  const mean = sum / defined.length;
  let squares = 0;
  for (const value of defined) squares += (value - mean) * (value - mean);
  return { trials: sharpes.length, variance: defined.length < 2 ? 0 : squares / (defined.length - 1) };
}

/**
 * The ratios of all trials of a ledger that holds `total`: those it has, and null for the tries that
 * came to none. A ledger that grew between its count and its ratios has no fewer trials than ratios.
 */
export function ratiosOfTrials(sharpes: readonly number[], total: number): readonly (number | null)[] {
  return [...sharpes, ...new Array<null>(Math.max(0, total - sharpes.length)).fill(null)];
}

/**
 * The spread with its variance no smaller than that of one ratio that is estimated from so many returns of no
 * skill, 1 ÷ (observations − 1) (A. W. Lo, "The Statistics of Sharpe Ratios", Financial Analysts J. 58 (2002),
 * at a true ratio of 0): trials that resemble each other lie closer than chance alone would put them, and would
 * make luck look smaller the more of them there are.
 */
export function spreadOfLuck(spread: TrialSpread, observations: number): TrialSpread {
  const least = observations > 1 ? 1 / (observations - 1) : 0;
  return { trials: spread.trials, variance: Math.max(spread.variance, least) };
}

/** DSR: the probability that the true ratio exceeds what the best of so many trials shows by luck; null where PSR is. */
export function deflatedSharpe(estimate: SharpeEstimate, spread: TrialSpread): number | null {
  return probabilisticSharpe(estimate, expectedMaximumSharpe(spreadOfLuck(spread, estimate.observations)));
}
