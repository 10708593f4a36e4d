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

function isNumber(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}

/** Whether an hour moved a multiple of the usual; undefined where either is not known or no number. A market that stands still is calm. */
export function isHourViolent({ hourReturn, monthStdev }: HourVolatility, multipleBps: number): boolean | undefined {
  if (!isNumber(hourReturn) || !isNumber(monthStdev)) return undefined;
  const move = Math.abs(hourReturn);
  return move > 0 && move * WHOLE_BPS >= monthStdev * multipleBps;
}
