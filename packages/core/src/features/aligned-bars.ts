import type { BarColumns } from "../market/bar.ts";
import { firstRowFrom } from "../market/columns.ts";

/**
 * Bars of one instrument on the time grid: row k opens at `fromMs + k · timeframeMs`, for every
 * instrument alike. Where `present` is 0 there is no bar, and the row's other numbers mean nothing.
 */
export type AlignedBars = {
  readonly present: Uint8Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
};

export type GridRange = { readonly fromMs: number; readonly toMs: number; readonly timeframeMs: number };

export function newAlignedBars(rows: number): AlignedBars {
  return {
    present: new Uint8Array(rows),
    open: new Float64Array(rows),
    high: new Float64Array(rows),
    low: new Float64Array(rows),
    close: new Float64Array(rows),
    volume: new Float64Array(rows),
  };
}

/** Rows of the range: as many timeframes as it holds. */
export function rowsOfRange({ fromMs, toMs, timeframeMs }: GridRange): number {
  return Math.max(0, Math.ceil((toMs - fromMs) / timeframeMs));
}

/** The bars that open in [fromMs, toMs), put where they belong in time; a bar off the grid is a RangeError. */
export function alignBars(columns: BarColumns, range: GridRange): AlignedBars {
  const aligned = newAlignedBars(rowsOfRange(range));
  const { fromMs, toMs, timeframeMs } = range;
  for (let index = firstRowFrom(columns, fromMs); index < columns.tsMs.length; index += 1) {
    const tsMs = columns.tsMs[index] ?? NaN;
    if (tsMs >= toMs) break;
    const row = (tsMs - fromMs) / timeframeMs;
    if (!Number.isInteger(row)) throw new RangeError(`bar ${tsMs} is not on the grid of ${timeframeMs} ms from ${fromMs}`);
    aligned.present[row] = 1;
    for (const name of ["open", "high", "low", "close", "volume"] as const) aligned[name][row] = columns[name][index] ?? NaN;
  }
  return aligned;
}
