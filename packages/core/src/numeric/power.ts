/**
 * The inside of `pow`, after e_pow.c of FDLIBM 5.3 (notice in elementary.ts): log2 of the base in two
 * pieces, the product with the exponent in more than double precision, and 2 to that power.
 */
import { expRemainder } from "./exp-remainder.ts";
import { scaleByPowerOfTwo, splitBinary } from "./power-of-two.ts";

/** A sum of two doubles that holds more bits than one: `high` has at most 21 significant bits. */
export type Pair = { readonly high: number; readonly low: number };

const HIGH_STEPS = 0x10_0000;

/** x without the low 32 bits of its fraction, so that a product of two such numbers is exact. */
export function dropLowWord(x: number): number {
  if (x === 0) return 0;
  const { fraction, exponent } = splitBinary(Math.abs(x));
  const kept = scaleByPowerOfTwo(Math.floor(fraction * HIGH_STEPS) / HIGH_STEPS, exponent);
  return x < 0 ? -kept : kept;
}

const L1 = 0.5999999999999946;
const L2 = 0.4285714285785502;
const L3 = 0.33333332981837743;
const L4 = 0.272728123808534;
const L5 = 0.23066074577556175;
const L6 = 0.20697501780033842;
/** log2(1.5) in two pieces. */
const LOG2_OF_3_2_HIGH = 0.5849624872207642;
const LOG2_OF_3_2_LOW = 1.350039202129749e-8;
/** 2 ÷ (3 ln 2), whole and in two pieces. */
const CP = 0.9617966939259756;
const CP_HIGH = 0.9617967009544373;
const CP_LOW = -7.028461650952758e-9;
/** Fractions in steps of 2^-20 up to which e_pow.c takes 1 and 1.5 as the centre: √(3/2) and √3. */
const CENTRE_ONE_TO = 0x3988e;
const CENTRE_THREE_HALVES_TO = 0xbb67a;

type Centred = { readonly value: number; readonly centre: 1 | 1.5; readonly exponent: number };

function centre(x: number): Centred {
  const { fraction, exponent } = splitBinary(x);
  const steps = Math.floor((fraction - 1) * HIGH_STEPS);
  if (steps <= CENTRE_ONE_TO) return { value: fraction, centre: 1, exponent };
  if (steps < CENTRE_THREE_HALVES_TO) return { value: fraction, centre: 1.5, exponent };
  return { value: fraction / 2, centre: 1, exponent: exponent + 1 };
}

/** log2 of a positive finite x as high + low. */
export function log2Pair(x: number): Pair {
  const { value, centre: around, exponent } = centre(x);
  const u = value - around;
  const v = 1 / (value + around);
  const s = u * v;
  const sHigh = dropLowWord(s);
  const sumHigh = dropLowWord(value + around);
  const sumLow = value - (sumHigh - around);
  const sLow = v * (u - sHigh * sumHigh - sHigh * sumLow);
  const s2 = s * s;
  const series = s2 * s2 * (L1 + s2 * (L2 + s2 * (L3 + s2 * (L4 + s2 * (L5 + s2 * L6))))) + sLow * (sHigh + s);
  const sHigh2 = sHigh * sHigh;
  const tHigh = dropLowWord(3 + sHigh2 + series);
  const tLow = series - (tHigh - 3 - sHigh2);
  const productHigh = sHigh * tHigh;
  const productLow = sLow * tHigh + tLow * s;
  const pHigh = dropLowWord(productHigh + productLow);
  const pLow = productLow - (pHigh - productHigh);
  const zHigh = CP_HIGH * pHigh;
  const zLow = CP_LOW * pHigh + pLow * CP + (around === 1 ? 0 : LOG2_OF_3_2_LOW);
  const dHigh = around === 1 ? 0 : LOG2_OF_3_2_HIGH;
  const high = dropLowWord(zHigh + zLow + dHigh + exponent);
  return { high, low: zLow - (high - exponent - dHigh - zHigh) };
}

const LN2 = 0.6931471805599453;
const LN2_HIGH = 0.6931471824645996;
const LN2_LOW = -1.904654299957768e-9;
/** Above: 2^z is no double. Below: it rounds to 0. */
const EXPONENT_OVERFLOW = 1024;
const EXPONENT_UNDERFLOW = -1075;

/** 2^(high + low), Infinity or 0 past the range of doubles. */
export function exp2Pair(power: Pair): number {
  const sum = power.low + power.high;
  if (sum >= EXPONENT_OVERFLOW) return Infinity;
  if (sum <= EXPONENT_UNDERFLOW) return 0;
  const n = Math.abs(sum) > 0.5 ? Math.sign(sum) * Math.floor(Math.abs(sum) + 0.5) : 0;
  const rest = power.high - n;
  const t = dropLowWord(power.low + rest);
  const u = t * LN2_HIGH;
  const v = (power.low - (t - rest)) * LN2 + t * LN2_LOW;
  const z = u + v;
  const w = v - (z - u);
  const t1 = expRemainder(z);
  const r = (z * t1) / (t1 - 2) - (w + z * w);
  return scaleByPowerOfTwo(1 - (r - z), n);
}
