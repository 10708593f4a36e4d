import type { MarkColumns } from "./marks.ts";
import { foldsOf, type BarRange, type Fold, type WalkForwardPlan } from "./walk-forward-plan.ts";

/** What a fold chose, and by which scores. */
export type FoldChoice = {
  /** Index of the candidate with the highest score in sample; null where none has one. */
  readonly chosen: number | null;
  readonly inSampleScore: number | null;
  /** Of every candidate, in their order; null where it is not defined. */
  readonly scores: readonly (number | null)[];
};

/** Out of sample: marks of a run of its own over the fold's bars, with what it started from. */
export type FoldRun = { readonly marks: MarkColumns; readonly startEquity: number };

export type FoldResult = Fold &
  FoldChoice & {
    readonly outOfSampleScore: number | null;
    /** End ÷ start − 1 out of sample; 0 where nothing was chosen, and the fold stayed in cash. */
    readonly outOfSampleReturn: number;
  };

export type WalkForward = {
  readonly folds: readonly FoldResult[];
  /** Bars of the history that no fold uses, the oldest. */
  readonly unusedBars: number;
  /** Out-of-sample stretches, one after the other, each from where the last one ended. */
  readonly stitched: MarkColumns;
  /** Mean score out of sample ÷ mean score in sample, over folds that have both; null where that can't be. */
  readonly efficiency: number | null;
};

/** What a walk-forward asks of whoever can walk bars. A run may warm up on bars before its range and sees none after it. */
export type WalkForwardRuns<Candidate> = {
  /** Score of a candidate over bars in sample: higher is better, null where it is not defined. */
  readonly scoreInSample: (candidate: Candidate, range: BarRange) => number | null;
  readonly runOutOfSample: (candidate: Candidate, range: BarRange) => FoldRun & { readonly score: number | null };
};

/** The best of a fold's scores, of two alike the earlier; a score that is no number is a broken invariant. */
export function chooseBest(scores: readonly (number | null)[]): FoldChoice {
  let chosen: number | null = null;
  let best: number | null = null;
  scores.forEach((score, index) => {
    if (score !== null && Number.isNaN(score)) throw new RangeError(`candidate ${index} has no score but NaN`);
    if (score !== null && (best === null || score > best)) [chosen, best] = [index, score];
  });
  return { chosen, inSampleScore: best, scores };
}

/** A fold that chose nothing: its capital as cash over the times of its bars. */
export function cashRun(tsMs: Float64Array): FoldRun {
  const flat = new Float64Array(tsMs.length).fill(1);
  return { marks: { tsMs, equity: flat, cash: flat, exposure: new Float64Array(tsMs.length) }, startEquity: 1 };
}

/**
 * One curve of the folds' runs: each is scaled to begin with what the one before ended with, as if its
 * positions had been closed at the end of each fold, which they were. Runs that overlap in time, or begin with nothing, are a RangeError.
 */
export function stitchRuns(runs: readonly FoldRun[], startEquity: number): MarkColumns {
  const length = runs.reduce((sum, { marks }) => sum + marks.tsMs.length, 0);
  const stitched = {
    tsMs: new Float64Array(length),
    equity: new Float64Array(length),
    cash: new Float64Array(length),
    exposure: new Float64Array(length),
  };
  let [offset, worth] = [0, startEquity];
  runs.forEach((run, index) => {
    const { tsMs } = run.marks;
    if (!(run.startEquity > 0)) throw new RangeError(`fold ${index + 1} begins with ${run.startEquity}`);
    if (offset > 0 && tsMs.length > 0 && !((tsMs[0] ?? NaN) > (stitched.tsMs[offset - 1] ?? NaN)))
      throw new RangeError(`fold ${index + 1} begins at ${tsMs[0]}, before the one before it ends`);
    const scale = worth / run.startEquity;
    stitched.tsMs.set(tsMs, offset);
    for (const name of ["equity", "cash", "exposure"] as const)
      run.marks[name].forEach((value, row) => (stitched[name][offset + row] = value * scale));
    offset += tsMs.length;
    worth = stitched.equity[offset - 1] ?? worth;
  });
  return stitched;
}

/** Mean out-of-sample over mean in-sample score (Pardo's walk-forward efficiency); null without folds that have both, or where the latter is not positive. */
export function walkForwardEfficiency(folds: readonly Pick<FoldResult, "inSampleScore" | "outOfSampleScore">[]): number | null {
  let [inside, outside] = [0, 0];
  for (const { inSampleScore, outOfSampleScore } of folds) {
    if (inSampleScore === null || outOfSampleScore === null) continue;
    inside += inSampleScore;
    outside += outOfSampleScore;
  }
  return inside > 0 ? outside / inside : null;
}

/** What a run made of what it began with. */
export function runReturn({ marks, startEquity }: FoldRun): number {
  return (marks.equity[marks.equity.length - 1] ?? startEquity) / startEquity - 1;
}

/**
 * Walk-forward over all folds of a plan: each chooses among the candidates by its own in-sample scores
 * and nothing else, then trades its choice out of sample. Where the runs happen elsewhere, the steps
 * (`foldsOf`, `chooseBest`, `stitchRuns`) are taken one by one.
 */
export function walkForward<Candidate>(
  of: {
    readonly plan: WalkForwardPlan;
    readonly tsMs: Float64Array;
    readonly candidates: readonly Candidate[];
    readonly startEquity: number;
  },
  runs: WalkForwardRuns<Candidate>,
): WalkForward {
  const { plan, tsMs, candidates } = of;
  if (candidates.length === 0) throw new RangeError("walk-forward: nothing to choose among");
  if (tsMs.length !== plan.bars) throw new RangeError(`walk-forward: a plan of ${plan.bars} bars over a history of ${tsMs.length}`);
  const folds = foldsOf(plan);
  const outOfSample: FoldRun[] = [];
  const results = folds.map((fold): FoldResult => {
    const choice = chooseBest(candidates.map((candidate) => runs.scoreInSample(candidate, fold.inSample)));
    const candidate = choice.chosen === null ? undefined : candidates[choice.chosen];
    const { from, to } = fold.outOfSample;
    const run =
      candidate === undefined ? { ...cashRun(tsMs.subarray(from, to)), score: null } : runs.runOutOfSample(candidate, { from, to });
    outOfSample.push(run);
    return { ...fold, ...choice, outOfSampleScore: run.score, outOfSampleReturn: runReturn(run) };
  });
  const first = folds[0];
  const unusedBars = first === undefined ? plan.bars : first.inSample.from;
  return { folds: results, unusedBars, stitched: stitchRuns(outOfSample, of.startEquity), efficiency: walkForwardEfficiency(results) };
}
