import type { BarColumns } from "../market/bar.ts";
import type { Fold } from "./walk-forward-plan.ts";
import { chooseBest } from "./walk-forward.ts";

/** What a disturbed price is multiplied by: far from 1, and exact in doubles. */
const DISTURBANCE = 1.75;

/**
 * The same bars up to a row, and another future: prices and volumes from there on in reversed order and
 * risen by three quarters. Times stay, so that whoever reads them finds the same history.
 */
export function withOtherFuture(bars: BarColumns, row: number): BarColumns {
  const disturb = (column: Float64Array): Float64Array => {
    const other = column.slice();
    other.set(
      column
        .subarray(row)
        .slice()
        .reverse()
        .map((value) => value * DISTURBANCE),
      row,
    );
    return other;
  };
  return {
    tsMs: bars.tsMs,
    open: disturb(bars.open),
    high: disturb(bars.high),
    low: disturb(bars.low),
    close: disturb(bars.close),
    volume: disturb(bars.volume),
  };
}

/** A fold whose scores moved when only bars after its in-sample changed. */
export type LeakingFold = { readonly n: number; readonly candidates: readonly number[]; readonly isChoiceChanged: boolean };

/**
 * Folds that choose with knowledge of what comes after them: every candidate is scored in sample on the
 * real history and on one with another future. Where a score differs by a bit, it has seen what it
 * must not. None is the only good answer.
 */
export function leakingFolds<Candidate>(of: {
  readonly folds: readonly Fold[];
  readonly bars: BarColumns;
  readonly candidates: readonly Candidate[];
  readonly score: (bars: BarColumns, candidate: Candidate, range: Fold["inSample"]) => number | null;
}): readonly LeakingFold[] {
  return of.folds.flatMap(({ n, inSample }) => {
    const other = withOtherFuture(of.bars, inSample.to);
    const real = of.candidates.map((candidate) => of.score(of.bars, candidate, inSample));
    const disturbed = of.candidates.map((candidate) => of.score(other, candidate, inSample));
    const candidates = real.flatMap((score, index) => (Object.is(score, disturbed[index]) ? [] : [index]));
    if (candidates.length === 0) return [];
    return [{ n, candidates, isChoiceChanged: chooseBest(real).chosen !== chooseBest(disturbed).chosen }];
  });
}
