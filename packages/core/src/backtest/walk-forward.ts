import type { MarkColumns } from "./marks.ts";

/** Out of sample: marks of a run of its own over the fold's bars, with what it started from. */
export type FoldRun = { readonly marks: MarkColumns; readonly startEquity: number };

/** Index of the best of a fold's scores, of two alike the earlier; null where none is defined. A score that is no number is a broken invariant. */
export function chooseBest(scores: readonly (number | null)[]): number | null {
  let chosen: number | null = null;
  let best = -Infinity;
  scores.forEach((score, index) => {
    if (score === null) return;
    if (Number.isNaN(score)) throw new RangeError(`candidate ${index} has no score but NaN`);
    if (chosen === null || score > best) [chosen, best] = [index, score];
  });
  return chosen;
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

/** The score of what a fold chose, where it chose and after it; null where it is not defined. */
export type FoldScores = { readonly inSampleScore: number | null; readonly outOfSampleScore: number | null };

/** Mean out-of-sample over mean in-sample score (Pardo's walk-forward efficiency); null without folds that have both, or where the latter is not positive. */
export function walkForwardEfficiency(folds: readonly FoldScores[]): number | null {
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
