/**
 * Exact decimal arithmetic on integer units.
 *
 * An amount or a price is a bigint count of 10^-scale units. A double becomes money only through
 * `quantize`, so a rounding that moves value is always named at the call.
 */

export type RoundingMode = "floor" | "ceil" | "half-even" | "trunc";

/** Digits that units are stored with: numeric(38, 0). What needs more can't become money. */
export const UNITS_DIGITS_MAX = 38;
const SCALE_MAX = UNITS_DIGITS_MAX;

const POWERS_OF_TEN: readonly bigint[] = Array.from({ length: SCALE_MAX + 1 }, (_, exponent) => 10n ** BigInt(exponent));

/** 10^exponent for exponents 0–38; anything else is a broken invariant. */
export function powerOfTen(exponent: number): bigint {
  const power = POWERS_OF_TEN[exponent];
  if (power === undefined) throw new RangeError(`power of ten out of range: ${exponent} (0 to ${SCALE_MAX})`);
  return power;
}

/** numerator ÷ denominator in integers, rounded as named. The denominator must be positive. */
export function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  if (denominator <= 0n) throw new RangeError("divideRounded needs a positive denominator");
  const quotient = numerator / denominator;
  const isNegative = numerator < 0n;
  // Division cuts towards zero: where that is the named side nothing is left to ask, as for most amounts.
  if (mode === "trunc" || (mode === "floor" && !isNegative)) return quotient;
  const remainder = numerator - quotient * denominator;
  if (remainder === 0n) return quotient;
  switch (mode) {
    case "floor":
      return quotient - 1n;
    case "ceil":
      return isNegative ? quotient : quotient + 1n;
    case "half-even": {
      const twice = (isNegative ? -remainder : remainder) * 2n;
      const awayFromZero = twice > denominator || (twice === denominator && quotient % 2n !== 0n);
      if (!awayFromZero) return quotient;
      return isNegative ? quotient - 1n : quotient + 1n;
    }
  }
}

/** Units at one scale expressed at another; narrowing rounds as named, widening is exact. */
export function rescale(units: bigint, fromScale: number, toScale: number, mode: RoundingMode): bigint {
  if (toScale >= fromScale) return units * powerOfTen(toScale - fromScale);
  return divideRounded(units, powerOfTen(fromScale - toScale), mode);
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

type Decimal = { readonly digits: bigint; readonly scale: number };

/** A decimal numeral as digits × 10^-scale, or undefined where the text is no numeral. */
function readDecimal(text: string): Decimal | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign, whole, fraction = "", exponent = "0"] = match;
  const digits = BigInt(`${whole ?? ""}${fraction}`);
  return { digits: sign === "-" ? -digits : digits, scale: fraction.length - Number(exponent) };
}

function decimalToUnits(decimal: Decimal, scale: number, mode: RoundingMode): bigint {
  const shift = scale - decimal.scale;
  if (shift >= 0) return decimal.digits * 10n ** BigInt(shift);
  return divideRounded(decimal.digits, 10n ** BigInt(-shift), mode);
}

/** Decimals that prices and sizes are printed with; more are read from the numeral. */
const SHORT_DECIMALS_MAX = 8;
/** Decimals of up to 15 digits name different doubles (IEEE 754 double, 15 = ⌊52·log₁₀2⌋). */
const SHORT_MAX = 1e15;

/**
 * Units of a double that a numeral of few decimals names; undefined where none does. A numeral of at
 * most 15 digits that names a double is the shortest that does, so this is what `readDecimal` reads,
 * without a text. The division of two exact integers is correctly rounded: it names the double or not.
 */
function shortDecimalUnits(value: number, scale: number): bigint | undefined {
  let power = 1;
  for (let decimals = 0; decimals <= SHORT_DECIMALS_MAX && decimals <= scale; decimals += 1, power *= 10) {
    const digits = Math.round(value * power);
    if (digits >= SHORT_MAX || digits <= -SHORT_MAX) return undefined;
    if (digits / power === value) return BigInt(digits) * powerOfTen(scale - decimals);
  }
  return undefined;
}

/** Powers of ten that a double holds exactly. */
const DOUBLE_POWERS: readonly number[] = POWERS_OF_TEN.slice(0, 23).map(Number);
/** Up to here a double has a place for halves, so that a rounding can be seen in it. */
const SCALED_MAX = 2_251_799_813_685_248;
/** Numeral and product are each at most 2⁻⁵³ of themselves away from what they stand for; this is twice both. */
const SCALED_ERROR = 1 / SCALED_MAX;
const BOUNDARY: Readonly<Record<RoundingMode, number>> = { floor: 0, ceil: 0, trunc: 0, "half-even": 0.5 };

/**
 * Units of a double where double arithmetic can't be wrong about them: it is further from the next
 * turn of the rounding than its errors reach. Undefined elsewhere: there the numeral decides.
 */
function clearUnits(value: number, scale: number, mode: RoundingMode): number | undefined {
  const scaled = value * (DOUBLE_POWERS[scale] ?? NaN);
  if (!(scaled >= 0 && scaled <= SCALED_MAX)) return undefined;
  const floor = Math.floor(scaled);
  const awayFromTurn = Math.abs(scaled - floor - BOUNDARY[mode]);
  const error = scaled * SCALED_ERROR;
  if (awayFromTurn <= error || awayFromTurn >= 1 - error) return undefined;
  // Adding 0 takes the sign off −0, which integers don't have.
  if (mode === "half-even") return Math.round(scaled) + 0;
  return (mode === "ceil" ? Math.ceil(scaled) : floor) + 0;
}

/**
 * The only way from a double to units: the shortest decimal that names the double (ECMAScript
 * Number::toString, the same on every engine), then rounded to `scale` as named.
 * 16943.7 at scale 12 is exactly 16943700000000000. NaN and infinities are broken invariants.
 */
export function quantize(value: number, scale: number, mode: RoundingMode): bigint {
  const clear = clearUnits(value, scale, mode);
  if (clear !== undefined) return BigInt(clear);
  const short = shortDecimalUnits(value, scale);
  if (short !== undefined) return short;
  const decimal = Number.isFinite(value) ? readDecimal(String(value)) : undefined;
  if (decimal === undefined) throw new RangeError(`cannot quantize ${String(value)}`);
  return decimalToUnits(decimal, scale, mode);
}

/** Units of a double that its shortest decimal gives without rounding; undefined where it has more decimals than the scale. */
export function exactUnits(value: number, scale: number): bigint | undefined {
  return shortDecimalUnits(value, scale) ?? parseUnits(String(value), scale);
}

/** `quantize` as a number, for parts and confidences that are compared and not paid. */
export function quantizeToNumber(value: number, scale: number, mode: RoundingMode): number {
  return clearUnits(value, scale, mode) ?? Number(quantize(value, scale, mode));
}

/** Far above what two roundings of a double can differ by. */
const COMPARED_MARGIN = 1e-9;

/** Whether units are at least a double quantized half-even to their scale. Doubles decide where they are far apart. */
export function isAtLeast(units: bigint, value: number, scale: number): boolean {
  const unit = 1 / (DOUBLE_POWERS[scale] ?? NaN);
  const difference = Number(units) * unit - value;
  if (Math.abs(difference) > COMPARED_MARGIN * Math.abs(value) + unit) return difference > 0;
  return units >= quantize(value, scale, "half-even");
}

/** Units of a decimal text, exact; undefined where it is no numeral or has more decimals than the scale. */
export function parseUnits(text: string, scale: number): bigint | undefined {
  const decimal = readDecimal(text);
  if (decimal === undefined) return undefined;
  const shift = decimal.scale - scale;
  if (shift > 0 && decimal.digits % 10n ** BigInt(shift) !== 0n) return undefined;
  return decimalToUnits(decimal, scale, "trunc");
}

/** Units as a plain decimal text without trailing zeros: formatUnits(150n, 2) is "1.5". */
export function formatUnits(units: bigint, scale: number): string {
  const magnitude = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const whole = magnitude.slice(0, magnitude.length - scale);
  const fraction = scale === 0 ? "" : magnitude.slice(-scale).replace(/0+$/, "");
  const sign = units < 0n ? "-" : "";
  return fraction === "" ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

/** Units as a double, for indicators, charts and reports; never a way back to money. */
export function numberOfUnits(units: bigint, scale: number): number {
  return Number(formatUnits(units, scale));
}

/** The same but for its last bit and without a text between, for statistics that ask it of every order. */
export function nearUnits(units: bigint, scale: number): number {
  return Number(units) / (DOUBLE_POWERS[scale] ?? NaN);
}
