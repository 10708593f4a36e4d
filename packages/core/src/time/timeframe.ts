/** Lengths of time in milliseconds. A day of the run is a UTC day of 86,400 s: the clock has no leap seconds. */
export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Timeframes of bars, by name, ascending. Every one divides the UTC day, so bars align across symbols. */
export const TIMEFRAMES = {
  "1m": MINUTE_MS,
  "5m": 5 * MINUTE_MS,
  "15m": 15 * MINUTE_MS,
  "1h": HOUR_MS,
  "4h": 4 * HOUR_MS,
  "1d": DAY_MS,
} as const;

export type TimeframeName = keyof typeof TIMEFRAMES;

const NAMES: readonly TimeframeName[] = ["1m", "5m", "15m", "1h", "4h", "1d"];

export function timeframeNames(): readonly TimeframeName[] {
  return NAMES;
}

export function isTimeframeName(text: string): text is TimeframeName {
  return Object.hasOwn(TIMEFRAMES, text);
}

/** Milliseconds of a named timeframe; undefined where the name is none. */
export function parseTimeframe(text: string): number | undefined {
  return isTimeframeName(text) ? TIMEFRAMES[text] : undefined;
}

/** The name of a timeframe in milliseconds; undefined where it has none. */
export function timeframeName(timeframeMs: number): TimeframeName | undefined {
  return NAMES.find((name) => TIMEFRAMES[name] === timeframeMs);
}

/** The latest boundary at or before a time: the open of the bar that holds it. Also before 1970. */
export function boundaryAtOrBefore(ms: number, timeframeMs: number): number {
  return Math.floor(ms / timeframeMs) * timeframeMs;
}

/** The earliest boundary after a time: the close of the bar that holds it. */
export function boundaryAfter(ms: number, timeframeMs: number): number {
  return boundaryAtOrBefore(ms, timeframeMs) + timeframeMs;
}

export function isBoundary(ms: number, timeframeMs: number): boolean {
  return boundaryAtOrBefore(ms, timeframeMs) === ms;
}
