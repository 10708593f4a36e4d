/**
 * exp, log and pow with the same bits on every engine: ECMAScript leaves them
 * implementation-approximated, and engines differ (V8 changed its `Math.pow` between versions).
 *
 * The algorithms are those of FDLIBM 5.3 (e_exp.c, e_log.c, e_pow.c; Copyright (C) 1993, 2004 by Sun
 * Microsystems, Inc., "Permission to use, copy, modify, and distribute this software is freely
 * granted, provided that this notice is preserved"), written anew on exact scaling instead of bits.
 * Each is within one unit in the last place.
 */
import { expRemainder } from "./exp-remainder.ts";
import { isShortSeries, logNearOne, logPolynomial, NEAR_ONE_MAX, NEAR_ONE_MIN, stepsAboveOne, takesHalfSquare } from "./log-near-one.ts";
import { scaleByPowerOfTwo, splitBinary } from "./power-of-two.ts";
import { dropLowWord, exp2Pair, log2Pair } from "./power.ts";

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const INVERSE_LN2 = 1.4426950408889634;

const EXP_OVERFLOW = 709.782712893384;
const EXP_UNDERFLOW = -745.1332191019411;
/** About ½ ln 2 and 3/2 ln 2: the thresholds of e_exp.c, which compares high words. */
const HALF_LN2 = 0.3465735912322998;
const THREE_HALVES_LN2 = 1.0397205352783203;
const TINY = 1 / 0x1000_0000;

function nearestMultipleOfLn2(x: number): number {
  if (Math.abs(x) < THREE_HALVES_LN2) return x < 0 ? -1 : 1;
  return Math.trunc(INVERSE_LN2 * x + (x < 0 ? -0.5 : 0.5));
}

/** e^x. Infinity above 709.78, 0 below −745.13, NaN of NaN. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x > EXP_OVERFLOW) return Infinity;
  if (x < EXP_UNDERFLOW) return 0;
  const magnitude = Math.abs(x);
  if (magnitude < TINY) return 1 + x;
  if (magnitude < HALF_LN2) {
    const c = expRemainder(x);
    return 1 - ((x * c) / (c - 2) - x);
  }
  const k = nearestMultipleOfLn2(x);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const c = expRemainder(r);
  return scaleByPowerOfTwo(1 - (low - (r * c) / (2 - c) - high), k);
}

/** From √2 on (in those steps) the fraction is halved, so that it lies around one. */
const SQRT2_STEPS = 0x6a09c;
/** ln x. −Infinity of 0, NaN of negative numbers and NaN, Infinity of Infinity. */
export function log(x: number): number {
  if (Number.isNaN(x) || x < 0) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return Infinity;
  if (x > NEAR_ONE_MIN && x < NEAR_ONE_MAX) return logNearOne(x);
  const { fraction, exponent } = splitBinary(x);
  const steps = stepsAboveOne(fraction);
  const isUpper = steps >= SQRT2_STEPS;
  const f = (isUpper ? fraction / 2 : fraction) - 1;
  const k = isUpper ? exponent + 1 : exponent;
  if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + k * LN2_LOW;
  if (isShortSeries(steps)) {
    const r = f * f * (0.5 - 0.3333333333333333 * f);
    return k === 0 ? f - r : k * LN2_HIGH - (r - k * LN2_LOW - f);
  }
  const s = f / (2 + f);
  const r = logPolynomial(s);
  if (!takesHalfSquare(steps)) return k === 0 ? f - s * (f - r) : k * LN2_HIGH - (s * (f - r) - k * LN2_LOW - f);
  const halfSquare = 0.5 * f * f;
  const correction = s * (halfSquare + r);
  return k === 0 ? f - (halfSquare - correction) : k * LN2_HIGH - (halfSquare - (correction + k * LN2_LOW) - f);
}

/**
 * base^exponent for a base ≥ 0 and a finite exponent; powers of negative numbers are no field of ours
 * and a RangeError, as are NaN and infinities. 0^0 is 1, 0 to a negative exponent Infinity.
 */
export function pow(base: number, exponent: number): number {
  if (!(base >= 0) || !Number.isFinite(base) || !Number.isFinite(exponent)) throw new RangeError(`pow of ${base} and ${exponent}`);
  if (exponent === 0 || base === 1) return 1;
  if (base === 0) return exponent > 0 ? 0 : Infinity;
  if (exponent === 1) return base;
  if (exponent === 0.5) return Math.sqrt(base);
  const log2 = log2Pair(base);
  // Past this the result is 0 or Infinity, and the products below would overflow.
  if (Math.abs(exponent) * Math.abs(log2.high + log2.low) > 2048) return log2.high > 0 === exponent > 0 ? Infinity : 0;
  const exponentHigh = dropLowWord(exponent);
  const low = (exponent - exponentHigh) * log2.high + exponent * log2.low;
  return exp2Pair({ high: exponentHigh * log2.high, low });
}
