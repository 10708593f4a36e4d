import type { BarColumns } from "@ballast/core/market/bar";
import type { Fold } from "@ballast/core/backtest/walk-forward-plan";

/** What a disturbed price is multiplied by: far from 1, and exact in doubles. */
const DISTURBANCE = 1.75;

/**
 * The same bars up to a row, and another future: prices and volumes from there on in reversed order and
 * risen by three quarters. Times stay, so that whoever reads them finds the same history.
 */
function withOtherFuture(bars: BarColumns, row: number): BarColumns {
  const disturb = (column: Float64Array): Float64Array => {
    const future = column
      .slice(row)
      .reverse()
      .map((value) => value * DISTURBANCE);
    const other = column.slice();
    other.set(future, row);
    return other;
  };
  const { tsMs, open, high, low, close, volume } = bars;
  return { tsMs, open: disturb(open), high: disturb(high), low: disturb(low), close: disturb(close), volume: disturb(volume) };
}

/** A fold with those of its candidates whose scores moved when only bars after its in-sample changed. */
export type LeakingFold = { readonly n: number; readonly candidates: readonly number[] };

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
    const candidates = of.candidates.flatMap((candidate, index) =>
      Object.is(of.score(of.bars, candidate, inSample), of.score(other, candidate, inSample)) ? [] : [index],
    );
    return candidates.length === 0 ? [] : [{ n, candidates }];
  });
}
