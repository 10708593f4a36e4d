import { UNDEFINED_TEXT, UNIT_SPACE } from "./decimal.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const UNITS: readonly (readonly [lengthMs: number, name: string])[] = [
  [DAY_MS, "d"],
  [HOUR_MS, "h"],
  [MINUTE_MS, "min"],
  [SECOND_MS, "s"],
];

const withUnit = (count: number, name: string): string => `${count}${UNIT_SPACE}${name}`;

/** A length of time in its two largest units: `2 h 14 min`. Rounded down; the second unit is left out where it is zero. */
export function formatDuration(durationMs: number | undefined): string {
  if (durationMs === undefined || !Number.isFinite(durationMs)) return UNDEFINED_TEXT;
  const lengthMs = Math.abs(durationMs);
  if (lengthMs < SECOND_MS) return withUnit(Math.round(lengthMs), "ms");
  const first = UNITS.findIndex(([unitMs]) => lengthMs >= unitMs);
  const [largeMs, largeName] = UNITS[first] ?? [SECOND_MS, "s"];
  const large = withUnit(Math.floor(lengthMs / largeMs), largeName);
  const next = UNITS[first + 1];
  if (next === undefined) return large;
  const small = Math.floor((lengthMs % largeMs) / next[0]);
  return small === 0 ? large : `${large}${UNIT_SPACE}${withUnit(small, next[1])}`;
}

/** How long ago or ahead an instant is: `3 min 20 s ago`, `in 2 h 14 min`, `now` within a second. */
export function formatRelative(atMs: number | undefined, nowMs: number): string {
  if (atMs === undefined || !Number.isFinite(atMs)) return UNDEFINED_TEXT;
  const aheadMs = atMs - nowMs;
  if (Math.abs(aheadMs) < SECOND_MS) return "now";
  return aheadMs > 0 ? `in ${formatDuration(aheadMs)}` : `${formatDuration(aheadMs)} ago`;
}

/** A bar's length as traders write it: `15m`, `1h`, `1d`. */
export function formatTimeframe(timeframeMs: number): string {
  if (timeframeMs % DAY_MS === 0) return `${timeframeMs / DAY_MS}d`;
  if (timeframeMs % HOUR_MS === 0) return `${timeframeMs / HOUR_MS}h`;
  return `${Math.round(timeframeMs / MINUTE_MS)}m`;
}
