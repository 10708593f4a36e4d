/**
 * Rows from…to (exclusive) of columns on the time grid. A slot is a timeframe's number since 1970, so
 * that windows are cut into the same blocks wherever a history begins.
 */
export type RowSpan = { readonly from: number; readonly to: number; readonly slotOfRowZero: number };

/** How far into its block of `period` slots the first row of a span lies. */
export function offsetInBlock(span: RowSpan, period: number): number {
  const slot = span.slotOfRowZero + span.from;
  return slot - Math.floor(slot / period) * period;
}
