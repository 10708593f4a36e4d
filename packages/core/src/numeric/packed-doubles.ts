/** Whether a double has a canonical form. */
export function isCanonicalDouble(value: number): boolean {
  // Of finite numbers alone is the difference to itself 0.
  return value - value === 0 && !Object.is(value, -0);
}

/** What no canonical form holds: JSON would lose the difference, and replay would not. */
export function refuseUncanonicalDouble(value: number): void {
  if (!isCanonicalDouble(value)) throw new RangeError(`not canonical: ${Object.is(value, -0) ? "-0" : value}`);
}

/** Most bytes of a double that may be missing: a presence byte, then the double. */
export const OPTIONAL_DOUBLE_BYTES = 9;

/** Writes a presence byte and a double, NaN where there is none, and gives the offset behind them. */
export function writeOptionalDouble(view: DataView, offset: number, value: number): number {
  const isPresent = !Number.isNaN(value);
  view.setUint8(offset, isPresent ? 1 : 0);
  if (!isPresent) return offset + 1;
  refuseUncanonicalDouble(value);
  view.setFloat64(offset + 1, value, true);
  return offset + OPTIONAL_DOUBLE_BYTES;
}
