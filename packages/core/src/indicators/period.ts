/** Bars that an indicator may look back on: a year of hours. */
export const PERIOD_MAX = 8784;

export function isPeriod(period: number): boolean {
  return Number.isInteger(period) && period >= 1 && period <= PERIOD_MAX;
}

export function refusePeriod(period: number): void {
  if (!isPeriod(period)) throw new RangeError(`not a period of 1 to ${PERIOD_MAX} bars: ${period}`);
}
