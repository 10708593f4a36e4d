const HOUR_MS = 3_600_000;
const TIMEFRAMES_MS = [60_000, 300_000, 900_000, HOUR_MS, 4 * HOUR_MS, 24 * HOUR_MS];

/** Timeframes that a market's own bars can be shown in: its own and whole multiples of it. */
export function timeframesOf(ownMs: number): readonly number[] {
  return [...new Set([ownMs, ...TIMEFRAMES_MS.filter((timeframeMs) => timeframeMs > ownMs && timeframeMs % ownMs === 0)])];
}
