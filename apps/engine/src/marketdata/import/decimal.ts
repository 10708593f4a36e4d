import { UNITS_DIGITS_MAX } from "@ballast/core/numeric/fixed";

/**
 * Decimal texts to doubles, correctly rounded, at the speed of a file.
 *
 * A double holds every decimal of up to 15 significant digits and gives it back unchanged, so a
 * price that passes here can become money later by its printed digits. Longer ones are refused:
 * they would be rounded without a word.
 */
export const SIGNIFICANT_DIGITS_MAX = 15;
/** Decimals that any scale has at most: those of prices and of coins. */
export const DECIMALS_MAX = 12;

const ZERO = 48;
const NINE = 57;
const POINT = 46;
const MINUS = 45;

/** Powers of ten that are exact doubles. */
const POWERS_OF_TEN = Float64Array.from({ length: DECIMALS_MAX + 1 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * The double of a plain decimal (`-12.340`) in bytes[start, end); NaN where the text is anything
 * else, or long enough to need `readDecimal`. `decimalsMax` is the scale that the number has to fit, 12 at most.
 *
 * Exact by Clinger's fast path (1990): a mantissa below 2^53 and a power of ten up to 10^22 are
 * both exact doubles, so one division rounds once, as `Number(text)` does.
 */
export function parseDecimalBytes(bytes: Uint8Array, start: number, end: number, decimalsMax: number): number {
  const isNegative = bytes[start] === MINUS;
  let mantissa = 0;
  let digits = 0;
  let significant = 0;
  let decimals = 0;
  let hasPoint = false;
  for (let index = isNegative ? start + 1 : start; index < end; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte >= ZERO && byte <= NINE) {
      mantissa = mantissa * 10 + (byte - ZERO);
      digits += 1;
      if (mantissa > 0) significant += 1;
      if (hasPoint) decimals += 1;
    } else if (byte === POINT && !hasPoint) {
      hasPoint = true;
    } else {
      return Number.NaN;
    }
  }
  if (digits === 0 || significant > SIGNIFICANT_DIGITS_MAX || decimals > decimalsMax) return Number.NaN;
  const magnitude = mantissa / (POWERS_OF_TEN[decimals] ?? Number.NaN);
  // 0 − 0 is 0: canonical bytes know no −0.
  return isNegative ? 0 - magnitude : magnitude;
}

/** What keeps a text from being a number of its scale. */
export type DecimalFault = "not a number" | "too many digits" | "too many decimals" | "too large";

const NUMERAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** How many digits a number of a scale may have before its point: in units it has to fit what is stored. */
export const wholeDigitsMax = (decimals: number): number => UNITS_DIGITS_MAX - decimals;

/**
 * Any decimal text, with exponent or padding zeros too. Zeros at the ends carry no information and
 * are not counted, so `0.10000000000000000000` is 0.1 and passes.
 */
export function readDecimal(text: string, decimalsMax: number): number | DecimalFault {
  const match = NUMERAL.exec(text.trim());
  const whole = match?.[2] ?? "";
  const fraction = match?.[3] ?? "";
  if (match === null || whole.length + fraction.length === 0) return "not a number";
  const exponent = Number(match[4] ?? "0");
  const trimmed = `${whole}${fraction}`.replace(/0+$/, "");
  const paddingZeros = whole.length + fraction.length - trimmed.length;
  const significant = trimmed.replace(/^0+/, "").length;
  if (significant > SIGNIFICANT_DIGITS_MAX) return "too many digits";
  if (significant > 0 && whole.length - (trimmed.length - significant) + exponent > wholeDigitsMax(decimalsMax)) return "too large";
  if (trimmed !== "" && fraction.length - paddingZeros - exponent > decimalsMax) return "too many decimals";
  const value = Number(text.trim());
  if (!Number.isFinite(value)) return "not a number";
  return value === 0 ? 0 : value;
}

/** Largest integer mantissa of 15 digits. */
const MANTISSA_MAX = 1e15;
const COMMON_DECIMALS = 8;

/** Why a stored double can't be taken as a decimal of 15 digits and so many decimals; undefined where it can. */
export function faultOfDouble(value: number, decimalsMax: number): DecimalFault | undefined {
  const power = POWERS_OF_TEN[Math.min(COMMON_DECIMALS, decimalsMax)] ?? 1;
  const shifted = Math.round(value * power);
  // The quotient is the double nearest to a decimal of that few decimals; equal means that it is that decimal.
  if (Math.abs(shifted) < MANTISSA_MAX && shifted / power === value) return undefined;
  const read = readDecimal(String(value), decimalsMax);
  return typeof read === "number" ? undefined : read;
}
