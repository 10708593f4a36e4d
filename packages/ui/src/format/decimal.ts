/**
 * Amounts arrive as decimal text and stay text: no double touches money on its way to the screen,
 * so what is shown is what the books hold, rounded only as far as the display says.
 */

/** What stands where a value is undefined: never 0, which would be a claim. */
export const UNDEFINED_TEXT = "–";
/** The real minus sign, as wide as the plus, so that signed columns align. */
export const MINUS = "\u2212";
/** Keeps a number and its unit on one line. */
export const UNIT_SPACE = "\u00a0";

export type DecimalFormat = {
  /** Digits after the point; the last is rounded half to even. */
  readonly decimals: number;
  /** `always` puts a plus on gains: PnL is never shown without its sign. */
  readonly sign?: "negative" | "always";
  /** Drop zeros at the end, but keep at least this many decimals. */
  readonly decimalsMin?: number;
};

type Decimal = { readonly digits: bigint; readonly scale: number };

const NUMERAL = /^([+-]?)(\d+)(?:\.(\d*))?$/;

function parseDecimal(text: string): Decimal | undefined {
  const match = NUMERAL.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, whole = "0", fraction = ""] = match;
  const digits = BigInt(`${whole}${fraction}`);
  return { digits: sign === "-" ? -digits : digits, scale: fraction.length };
}

function roundHalfEven(magnitude: bigint, divisor: bigint): bigint {
  const quotient = magnitude / divisor;
  const twice = (magnitude % divisor) * 2n;
  const isUp = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  return isUp ? quotient + 1n : quotient;
}

function atDecimals(magnitude: bigint, scale: number, decimals: number): bigint {
  if (decimals >= scale) return magnitude * 10n ** BigInt(decimals - scale);
  return roundHalfEven(magnitude, 10n ** BigInt(scale - decimals));
}

function groupThousands(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

function trimZeros(fraction: string, decimalsMin: number): string {
  let end = fraction.length;
  while (end > decimalsMin && fraction[end - 1] === "0") end -= 1;
  return fraction.slice(0, end);
}

/** Which way a decimal text points: `0` for zero, and for what is no number. */
export function signOf(text: string | undefined): -1 | 0 | 1 {
  const decimal = text === undefined ? undefined : parseDecimal(text);
  if (decimal === undefined || decimal.digits === 0n) return 0;
  return decimal.digits < 0n ? -1 : 1;
}

/** `-1234.5` at two decimals is `−1,234.50`; `–` where there is no number. A value that rounds to zero has no sign. */
export function formatDecimal(text: string | undefined, format: DecimalFormat): string {
  const decimal = text === undefined ? undefined : parseDecimal(text);
  if (decimal === undefined) return UNDEFINED_TEXT;
  const isNegative = decimal.digits < 0n;
  const units = atDecimals(isNegative ? -decimal.digits : decimal.digits, decimal.scale, format.decimals);
  const padded = units.toString().padStart(format.decimals + 1, "0");
  const whole = padded.slice(0, padded.length - format.decimals);
  const fraction = trimZeros(padded.slice(padded.length - format.decimals), format.decimalsMin ?? format.decimals);
  const body = fraction === "" ? groupThousands(whole) : `${groupThousands(whole)}.${fraction}`;
  if (units === 0n) return body;
  if (isNegative) return `${MINUS}${body}`;
  return format.sign === "always" ? `+${body}` : body;
}
