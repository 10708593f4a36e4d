/** Decimal text of safe integers as ASCII bytes, without the string between: most amounts are one. */

const ZERO_CODE = 0x30;
const MINUS_CODE = 0x2d;
/** A safe integer has at most twice as many digits; half of them fit 32 bits. */
const HALF_DIGITS = 8;
const HALF_POWER = 100_000_000;

/** Characters of a safe integer's decimal text. */
export function decimalLength(value: number): number {
  const magnitude = Math.abs(value);
  let length = value < 0 ? 2 : 1;
  for (let power = 10; magnitude >= power; power *= 10) length += 1;
  return length;
}

/** Writes digits of a number below 2³¹ from the last backwards, down to an offset. */
function writeDigits(bytes: Uint8Array, value: number, span: { readonly from: number; readonly to: number }): void {
  let rest = value | 0;
  for (let at = span.to - 1; at >= span.from; at -= 1) {
    const tenth = (rest / 10) | 0;
    bytes[at] = ZERO_CODE + (rest - tenth * 10);
    rest = tenth;
  }
}

/** Writes the decimal text of a safe integer at an offset; it is `decimalLength` long. */
export function writeDecimal(bytes: Uint8Array, offset: number, value: number): void {
  const to = offset + decimalLength(value);
  const from = value < 0 ? offset + 1 : offset;
  if (value < 0) bytes[offset] = MINUS_CODE;
  const magnitude = Math.abs(value);
  const high = Math.floor(magnitude / HALF_POWER);
  const middle = Math.max(from, to - HALF_DIGITS);
  writeDigits(bytes, magnitude - high * HALF_POWER, { from: middle, to });
  writeDigits(bytes, high, { from, to: middle });
}
