/**
 * Rows from…to (exclusive) of columns on the time grid. An interval is a timeframe's number since 1970, so
 * that windows are cut into the same blocks wherever a history begins.
 */
export type RowSpan = { readonly from: number; readonly to: number; readonly intervalOfRowZero: number };

/** How far into its block of `period` intervals the first row of a span lies. */
export function offsetInBlock(span: RowSpan, period: number): number {
  const interval = span.intervalOfRowZero + span.from;
  return interval - Math.floor(interval / period) * period;
}
