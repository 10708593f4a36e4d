/** When a market is no place to enter. The gate and the kill switch ask the same questions, with multiples of their own. */
const WHOLE_BPS = 10_000;

/** Bid to ask as a part of the middle, and its median over 24 hours, at RATE_SCALE. */
export type Spread = { readonly rateUnits: bigint | undefined; readonly medianRateUnits: bigint | undefined };

/** The return of the last hour, and the standard deviation of hourly returns over 30 days. */
export type HourVolatility = { readonly hourReturn: number | undefined; readonly monthStdev: number | undefined };

/** Whether a spread has reached a multiple of its median; undefined where either is not known. */
export function isSpreadWide({ rateUnits, medianRateUnits }: Spread, multipleBps: number): boolean | undefined {
  if (rateUnits === undefined || medianRateUnits === undefined) return undefined;
  return rateUnits > 0n && rateUnits * BigInt(WHOLE_BPS) >= medianRateUnits * BigInt(multipleBps);
}

/**
 * Whether a spread that is estimated from highs and lows has widened to a multiple of its usual:
 * its mean of 24 hours over its mean of 30 days (`spread:24:720`), where no quotes are declared.
 * Undefined where it is not known or no number.
 *
 * A single hour's estimate over the median of 24, which is what RSK4 asks of quotes, says nothing:
 * every second estimate is 0 by construction, so that on BTC and ETH of 2020 to 2022 it is past 5 in
 * one hour of eight, calm or not, and has no median in one of forty. The means reach 5 at 25 to 34 of
 * 26,290 closes, all in the crashes of March 2020, May 2021 (ETH) and May 2022 (ADR 18).
 */
export function isSpreadWidened(widening: number | undefined, multipleBps: number): boolean | undefined {
  return isNumber(widening) ? widening * WHOLE_BPS >= multipleBps : undefined;
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}

/** Whether an hour moved a multiple of the usual; undefined where either is not known or no number. A market that stands still is calm. */
export function isHourViolent({ hourReturn, monthStdev }: HourVolatility, multipleBps: number): boolean | undefined {
  return isNumber(hourReturn) && isNumber(monthStdev) ? isMoveViolent(hourReturn, monthStdev, multipleBps) : undefined;
}

/** The same of two plain numbers, where what is not known, or no number, is not violent: every close asks it of every instrument. */
export function isMoveViolent(hourReturn: number, monthStdev: number, multipleBps: number): boolean {
  const move = Math.abs(hourReturn);
  return Number.isFinite(move) && Number.isFinite(monthStdev) && move > 0 && move * WHOLE_BPS >= monthStdev * multipleBps;
}
