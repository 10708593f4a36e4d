/**
 * How a history is parted for walk-forward analysis (R. Pardo, "The Evaluation and Optimization of
 * Trading Strategies", 2008), with the purge and the embargo of M. López de Prado, "Advances in
 * Financial Machine Learning" (2018), 7.4. Bars are counted, not dated: a gap in the history is no bar.
 */

/** Rows of a history, `to` exclusive. */
export type BarRange = { readonly from: number; readonly to: number };

export type WalkForwardPlan = {
  /** Rows of the whole history. */
  readonly bars: number;
  /** `rolling`: as many bars in sample in each fold. `anchored`: all from the first bar on, at least so many. */
  readonly kind: "rolling" | "anchored";
  readonly inSampleBars: number;
  readonly outOfSampleBars: number;
  /** Longest time that a label or a position of the last bar in sample can reach forward: so many bars before the out-of-sample are used by neither. */
  readonly purgeBars: number;
  /** Bars kept away beyond that, because neighbouring returns are alike. */
  readonly embargoBars: number;
};

export type Fold = {
  /** From 1, in the order of time. */
  readonly n: number;
  readonly inSample: BarRange;
  /** Begins purge + embargo bars after the in-sample ends. */
  readonly outOfSample: BarRange;
};

/** More folds than this are a mistake in the numbers, not an analysis. */
export const FOLDS_MAX = 1_000;

/** What is wrong with a plan, in words for whoever wrote it; undefined where folds can be made. */
export function planFault(plan: WalkForwardPlan): string | undefined {
  const { bars, inSampleBars, outOfSampleBars, purgeBars, embargoBars } = plan;
  const lengths = { bars, inSampleBars, outOfSampleBars, purgeBars, embargoBars };
  for (const [name, value] of Object.entries(lengths))
    if (!Number.isSafeInteger(value) || value < 0) return `${name} must be a whole number of bars, not ${value}`;
  if (inSampleBars < 2) return `${inSampleBars} bars in sample are too few to choose by: at least 2`;
  if (outOfSampleBars < 1) return "a fold needs at least 1 bar out of sample";
  const first = inSampleBars + purgeBars + embargoBars + outOfSampleBars;
  if (first > bars)
    return `one fold takes ${first} bars (${inSampleBars} in sample, ${purgeBars} purged, ${embargoBars} embargoed, ${outOfSampleBars} out of sample), the history has ${bars}`;
  const folds = foldCount(plan);
  return folds > FOLDS_MAX ? `${folds} folds are more than ${FOLDS_MAX}: take more bars out of sample` : undefined;
}

function foldCount({ bars, inSampleBars, outOfSampleBars, purgeBars, embargoBars }: WalkForwardPlan): number {
  return Math.floor((bars - inSampleBars - purgeBars - embargoBars) / outOfSampleBars);
}

/**
 * The folds of a plan. Out-of-sample stretches follow each other without a gap up to the last bar; bars
 * that fill no fold are the oldest, and only an anchored in-sample has them. A plan with a fault is a RangeError.
 */
export function foldsOf(plan: WalkForwardPlan): readonly Fold[] {
  const fault = planFault(plan);
  if (fault !== undefined) throw new RangeError(`walk-forward: ${fault}`);
  const count = foldCount(plan);
  const gap = plan.purgeBars + plan.embargoBars;
  return Array.from({ length: count }, (_, index) => {
    const from = plan.bars - (count - index) * plan.outOfSampleBars;
    const chosenBy = { from: plan.kind === "anchored" ? 0 : from - gap - plan.inSampleBars, to: from - gap };
    return { n: index + 1, inSample: chosenBy, outOfSample: { from, to: from + plan.outOfSampleBars } };
  });
}
