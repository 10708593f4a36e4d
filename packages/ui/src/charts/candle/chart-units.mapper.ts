import type { Logical, UTCTimestamp } from "lightweight-charts";

/** The chart's own nominal numbers, made in one place: seconds of UTC, and places on the time axis. */
export function toChartTime(atMs: number): UTCTimestamp {
  return (atMs / 1_000) as UTCTimestamp;
}

export function toLogical(index: number): Logical {
  return index as Logical;
}
