/**
 * How likely it is that the best of many trials is best by luck alone: the probability of backtest
 * overfitting by combinatorially symmetric cross-validation (CSCV).
 *
 * D. H. Bailey, J. M. Borwein, M. López de Prado and Q. J. Zhu, "The Probability of Backtest
 * Overfitting", J. of Computational Finance 20 (2017) 39–69 (first published 2015).
 */
import { log } from "../numeric/elementary.ts";
import { BlockSums, halvesOf } from "./cscv-blocks.ts";
import { RETURN_DUST } from "./return-moments.ts";

/** One way of parting the blocks: the trial that was best in one half, and what became of it in the other. */
export type OverfittingCase = {
  /** Index of the trial with the highest ratio in sample; of two alike the earlier. */
  readonly best: number;
  /** Its Sharpe ratios per bar, in sample and out of sample. */
  readonly inSample: number;
  readonly outOfSample: number;
  /** Its rank out of sample ÷ (trials + 1): above ½ it beat the median. */
  readonly relativeRank: number;
  /** λ = ln(ω ÷ (1 − ω)) of that rank. */
  readonly logit: number;
};

export type Overfitting = {
  /** Share of cases with λ ≤ 0: the best in sample is no better than the median out of sample. */
  readonly probability: number;
  /** Share of cases in which the best in sample lost money out of sample. */
  readonly lossProbability: number;
  /** Least squares of out-of-sample on in-sample ratios of the best: a slope below 0 says that a better backtest means a worse future. */
  readonly degradation: { readonly intercept: number; readonly slope: number; readonly rSquared: number } | null;
  readonly trials: number;
  readonly blocks: number;
  /** Bars of each block; those that do not fill one are the oldest and are left out. */
  readonly barsPerBlock: number;
  readonly cases: readonly OverfittingCase[];
};

/** C(16, 8) is 12,870 cases, what the paper uses; C(20, 10) would be 184,756. */
export const CSCV_BLOCKS_MAX = 16;

function refuseImpossible(returns: readonly Float64Array[], blocks: number): void {
  if (returns.length < 2) throw new RangeError(`overfitting is asked of at least 2 trials, not of ${returns.length}`);
  if (!Number.isInteger(blocks) || blocks % 2 !== 0 || blocks < 2 || blocks > CSCV_BLOCKS_MAX)
    throw new RangeError(`blocks must be an even number from 2 to ${CSCV_BLOCKS_MAX}, not ${blocks}`);
  const bars = returns[0]?.length ?? 0;
  const other = returns.findIndex((trial) => trial.length !== bars);
  if (other !== -1)
    throw new RangeError(`trial ${other} has ${returns[other]?.length} returns, the first ${bars}: trials share their bars`);
  if (bars < 2 * blocks) throw new RangeError(`${bars} returns are too few for ${blocks} blocks of at least 2`);
}

function indexOfBest(ratios: Float64Array): number {
  let best = 0;
  for (let trial = 1; trial < ratios.length; trial += 1) if ((ratios[trial] ?? NaN) > (ratios[best] ?? NaN)) best = trial;
  return best;
}

function caseOf(inSample: Float64Array, outOfSample: Float64Array): OverfittingCase {
  const best = indexOfBest(inSample);
  const own = outOfSample[best] ?? NaN;
  let [below, alike] = [0, 0];
  for (const ratio of outOfSample) {
    if (ratio < own) below += 1;
    if (ratio === own) alike += 1;
  }
  // Trials that are alike share the middle of their ranks, 1 for the worst.
  const relativeRank = (below + (alike + 1) / 2) / (outOfSample.length + 1);
  return { best, inSample: inSample[best] ?? NaN, outOfSample: own, relativeRank, logit: log(relativeRank / (1 - relativeRank)) };
}

function degradationOf(cases: readonly OverfittingCase[]): Overfitting["degradation"] {
  const count = cases.length;
  let [sumX, sumY] = [0, 0];
  for (const { inSample, outOfSample } of cases) {
    sumX += inSample;
    sumY += outOfSample;
  }
  const [meanX, meanY] = [sumX / count, sumY / count];
  let [xx, xy, yy] = [0, 0, 0];
  for (const { inSample, outOfSample } of cases) {
    const [x, y] = [inSample - meanX, outOfSample - meanY];
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  // Ratios that are alike but for their last bits lie on no line.
  if (!(Math.sqrt(xx / count) > RETURN_DUST)) return null;
  const slope = xy / xx;
  return { slope, intercept: meanY - slope * meanX, rSquared: yy === 0 ? 0 : (xy * xy) / (xx * yy) };
}

/**
 * CSCV over the returns of all trials on the same bars, by Sharpe ratio. Every half of the blocks is
 * once in sample and once out of sample, so no case is favoured. A trial without variance in a half
 * has a ratio of 0 there: it neither won nor lost. Inputs from which no case can be made are a RangeError.
 */
export function backtestOverfitting(of: { readonly returns: readonly Float64Array[]; readonly blocks: number }): Overfitting {
  const { returns, blocks } = of;
  refuseImpossible(returns, blocks);
  const sums = new BlockSums(returns, blocks);
  const cases: OverfittingCase[] = [];
  for (const [half, other] of halvesOf(blocks)) {
    const [left, right] = [sums.sharpes(half), sums.sharpes(other)];
    cases.push(caseOf(left, right), caseOf(right, left));
  }
  return {
    probability: cases.filter(({ logit }) => logit <= 0).length / cases.length,
    lossProbability: cases.filter(({ outOfSample }) => outOfSample < 0).length / cases.length,
    degradation: degradationOf(cases),
    trials: returns.length,
    blocks,
    barsPerBlock: sums.barsPerBlock,
    cases,
  };
}
