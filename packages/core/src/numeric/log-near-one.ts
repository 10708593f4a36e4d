const LG1 = 0.6666666666666735;
const LG2 = 0.3999999999940942;
const LG3 = 0.2857142874366239;
const LG4 = 0.22222198432149784;
const LG5 = 0.1818357216161805;
const LG6 = 0.15313837699209373;
const LG7 = 0.14798198605116586;

/** Where the fraction of e_log.c is neither doubled nor halved, a little less than from √½ to √2. */
export const NEAR_ONE_MIN = 0.7072;
export const NEAR_ONE_MAX = 1.4142;

/** The high word of e_log.c counts the fraction in steps of 2^-20. */
const HIGH_STEPS = 0x10_0000;
/** Between these, f²/2 is taken out before the rest is added. */
const HALF_SQUARE_FROM = 0x6147a;
const HALF_SQUARE_TO = 0x6b851;

/** The polynomial of e_log.c in s = f ÷ (2 + f). */
export function logPolynomial(s: number): number {
  const z = s * s;
  const w = z * z;
  const even = w * (LG2 + w * (LG4 + w * LG6));
  const odd = z * (LG1 + w * (LG3 + w * (LG5 + w * LG7)));
  return odd + even;
}

/** Whether a fraction of so many steps has f²/2 taken out. */
export function takesHalfSquare(steps: number): boolean {
  return steps >= HALF_SQUARE_FROM && steps <= HALF_SQUARE_TO;
}

/** Whether a fraction of so many steps is so near a power of two that two terms say all. */
export function isShortSeries(steps: number): boolean {
  return steps === 0 || steps >= HIGH_STEPS - 2;
}

/** How many steps a fraction of [1, 2) is above 1. */
export function stepsAboveOne(fraction: number): number {
  return Math.floor((fraction - 1) * HIGH_STEPS);
}

/**
 * ln x of NEAR_ONE_MIN < x < NEAR_ONE_MAX, as ratios of prices are, with the bits of `log`: small
 * enough to become part of the loop that asks, so that a column of logarithms allocates nothing.
 */
export function logNearOne(x: number): number {
  const f = x - 1;
  const steps = stepsAboveOne(x < 1 ? x * 2 : x);
  if (isShortSeries(steps)) return f - f * f * (0.5 - 0.3333333333333333 * f);
  const s = f / (2 + f);
  const r = logPolynomial(s);
  if (!takesHalfSquare(steps)) return f - s * (f - r);
  const halfSquare = 0.5 * f * f;
  return f - (halfSquare - s * (halfSquare + r));
}
