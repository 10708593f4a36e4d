/** Binary exponents of doubles: 2^-1074 is the least subnormal, 2^1023 the greatest power. */
const EXPONENT_MIN = -1074;
const EXPONENT_MAX = 1023;

/** Powers by repeated doubling and halving, which are exact. Read only. */
const POWERS: readonly number[] = (() => {
  const powers: number[] = [];
  let power = 1;
  for (let exponent = 0; exponent >= EXPONENT_MIN; exponent -= 1) {
    powers[exponent - EXPONENT_MIN] = power;
    power /= 2;
  }
  power = 1;
  for (let exponent = 0; exponent <= EXPONENT_MAX; exponent += 1) {
    powers[exponent - EXPONENT_MIN] = power;
    power *= 2;
  }
  return powers;
})();

function powerOfTwo(exponent: number): number {
  const power = POWERS[exponent - EXPONENT_MIN];
  if (power === undefined) throw new RangeError(`power of two out of range: ${exponent}`);
  return power;
}

/** The exponent of the least normal double. */
const NORMAL_MIN = -1022;
/** Where scaling goes in two steps: a step to the side of the range that is exact, then the one that rounds. */
const STEP = 1000;

/** x × 2^exponent, rounded once (also into the subnormals), for 0.25 ≤ |x| < 4 and any exponent that `exp` and `pow` reach. */
export function scaleByPowerOfTwo(x: number, exponent: number): number {
  if (exponent > EXPONENT_MAX) return x * powerOfTwo(EXPONENT_MAX) * powerOfTwo(exponent - EXPONENT_MAX);
  if (exponent > NORMAL_MIN + 1) return x * powerOfTwo(exponent);
  return x * powerOfTwo(exponent + STEP) * powerOfTwo(-STEP);
}

export type Binary = { readonly fraction: number; readonly exponent: number };

/** x = fraction × 2^exponent with 1 ≤ fraction < 2, exact, for positive finite x. */
export function splitBinary(x: number): Binary {
  // What lies around one, as ratios of prices do, needs no search.
  if (x >= 1 && x < 2) return { fraction: x, exponent: 0 };
  if (x >= 0.5 && x < 1) return { fraction: x * 2, exponent: -1 };
  let fraction = x;
  let exponent = 0;
  // Ten halving steps reach every exponent: each doubles or halves by a power that keeps all bits.
  for (let step = 1024; step >= 1; step /= 2) {
    if (step <= EXPONENT_MAX && fraction >= powerOfTwo(step)) {
      fraction *= powerOfTwo(-step);
      exponent += step;
    } else if (fraction < powerOfTwo(1 - step)) {
      // A subnormal reaches the normals first by 2^1023, which loses nothing.
      const lift = Math.min(step, EXPONENT_MAX);
      fraction *= powerOfTwo(lift);
      exponent -= lift;
    }
  }
  return { fraction, exponent };
}
