import type { Bar, BarColumns } from "./bar.ts";

/** The columns of BarColumns, in the order of the chunk. */
export const COLUMN_NAMES = ["tsMs", "open", "high", "low", "close", "volume"] as const;

/** Columns of a length, all zero, to be filled by who asked for them. */
export function newColumns(length: number): BarColumns {
  return {
    tsMs: new Float64Array(length),
    open: new Float64Array(length),
    high: new Float64Array(length),
    low: new Float64Array(length),
    close: new Float64Array(length),
    volume: new Float64Array(length),
  };
}

export function columnsOfBars(bars: readonly Bar[]): BarColumns {
  const columns = newColumns(bars.length);
  bars.forEach((bar, index) => {
    for (const name of COLUMN_NAMES) columns[name][index] = bar[name];
  });
  return columns;
}

/** One bar of the columns; an index outside them is a broken invariant. */
export function barAt(columns: BarColumns, index: number): Bar {
  const tsMs = columns.tsMs[index];
  if (tsMs === undefined) throw new RangeError(`no bar ${index} of ${columns.tsMs.length}`);
  return {
    tsMs,
    open: columns.open[index] ?? NaN,
    high: columns.high[index] ?? NaN,
    low: columns.low[index] ?? NaN,
    close: columns.close[index] ?? NaN,
    volume: columns.volume[index] ?? NaN,
  };
}

/** Rows from…to (exclusive) as views on the same memory. */
export function viewOfColumns(columns: BarColumns, rows: { readonly from: number; readonly to: number }): BarColumns {
  const view = (column: Float64Array): Float64Array => column.subarray(rows.from, rows.to);
  return {
    tsMs: view(columns.tsMs),
    open: view(columns.open),
    high: view(columns.high),
    low: view(columns.low),
    close: view(columns.close),
    volume: view(columns.volume),
  };
}

/** The first row that opened at or after a time; the length where none did. */
export function firstRowFrom(columns: BarColumns, ms: number): number {
  let low = 0;
  let high = columns.tsMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((columns.tsMs[middle] ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Bars that opened in [fromMs, toMs), as views on the same memory. */
export function columnsBetween(columns: BarColumns, range: { readonly fromMs: number; readonly toMs: number }): BarColumns {
  const from = firstRowFrom(columns, range.fromMs);
  return viewOfColumns(columns, { from, to: Math.max(from, firstRowFrom(columns, range.toMs)) });
}

/** Pieces of one series, one after the other in time, as one copy; pieces that overlap or fall back are a RangeError. */
export function concatColumns(pieces: readonly BarColumns[]): BarColumns {
  const filled = pieces.filter((piece) => piece.tsMs.length > 0);
  const whole = newColumns(filled.reduce((length, piece) => length + piece.tsMs.length, 0));
  let offset = 0;
  for (const piece of filled) {
    const lastMs = whole.tsMs[offset - 1];
    const firstMs = piece.tsMs[0];
    if (lastMs !== undefined && firstMs !== undefined && firstMs <= lastMs)
      throw new RangeError(`bars from ${firstMs} do not follow ${lastMs}`);
    for (const name of COLUMN_NAMES) whole[name].set(piece[name], offset);
    offset += piece.tsMs.length;
  }
  return whole;
}
