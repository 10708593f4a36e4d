/** The first four moments of a series of returns: what every ratio of a report is made of. */
export type ReturnMoments = {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation, n − 1 in the denominator; 0 where it can't be told from rounding. */
  readonly deviation: number;
  /** γ₃ = m₃ ÷ m₂^1.5 of central moments with n in the denominator; null without variance. */
  readonly skew: number | null;
  /** γ₄ = m₄ ÷ m₂², 3 for a normal distribution (not the excess over it); null without variance. */
  readonly kurtosis: number | null;
};

/**
 * Quotients of doubles are known to about 2⁻⁵², so a spread of returns below this is dust of the
 * division: a curve that grows evenly has no variance, whatever its last bits say.
 */
export const RETURN_DUST = 1 / 0x4_0000_0000_0000;

/** Root of the mean square of what lies below 0, over all returns (target 0): F. Sortino and L. Price, J. of Investing 3 (1994). */
export function downsideDeviation(returns: Float64Array): number {
  let squares = 0;
  // Without a branch on the sign, which no processor can foresee.
  for (let index = 0; index < returns.length; index += 1) {
    const below = Math.min(returns[index] ?? NaN, 0);
    squares += below * below;
  }
  return returns.length === 0 ? 0 : Math.sqrt(squares / returns.length);
}

/** Moments in two passes, sums from left to right; undefined under two returns. A sweep asks for thousands, so it counts rows and makes nothing. */
export function momentsOf(returns: Float64Array): ReturnMoments | undefined {
  const count = returns.length;
  if (count < 2) return undefined;
  let sum = 0;
  let largest = 1;
  for (let index = 0; index < count; index += 1) {
    const value = returns[index] ?? NaN;
    sum += value;
    largest = Math.max(largest, Math.abs(value));
  }
  const mean = sum / count;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let index = 0; index < count; index += 1) {
    const away = (returns[index] ?? NaN) - mean;
    const square = away * away;
    second += square;
    third += square * away;
    fourth += square * square;
  }
  const deviation = Math.sqrt(second / (count - 1));
  if (!(deviation > RETURN_DUST * largest)) return { count, mean, deviation: 0, skew: null, kurtosis: null };
  const variance = second / count;
  return {
    count,
    mean,
    deviation,
    skew: third / count / (variance * Math.sqrt(variance)),
    kurtosis: fourth / count / (variance * variance),
  };
}
