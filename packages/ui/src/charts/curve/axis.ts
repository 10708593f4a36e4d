import { formatUtcDate, formatUtcMinute } from "../../format/time.ts";

const DAY_MS = 86_400_000;
const STEPS = [1, 2, 2.5, 5, 10] as const;

/** Round values from below the lowest to above the highest: at most `count` + 1 steps of 1, 2, 2.5 or 5 × 10ⁿ. */
export function niceTicks(low: number, high: number, count: number): readonly number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [];
  const span = high > low ? high - low : Math.max(1, Math.abs(high) * 0.01);
  const rough = span / Math.max(1, count);
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((one) => one * magnitude >= rough) ?? 10) * magnitude;
  const first = Math.floor(low / step);
  const last = Math.ceil((high > low ? high : low + span) / step);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Places for `count` labels on a time axis, evenly apart and not at its very ends, where they would be cut. */
export function timeTicks(fromMs: number, toMs: number, count: number): readonly number[] {
  if (!(toMs > fromMs)) return [fromMs];
  return Array.from({ length: count }, (_, index) => Math.round(fromMs + ((index + 0.5) * (toMs - fromMs)) / count));
}

/** The label of a place on a time axis: the clock within two days, the day beyond. */
export function timeLabel(atMs: number, spanMs: number): string {
  if (spanMs <= 2 * DAY_MS) return formatUtcMinute(atMs);
  return spanMs <= 300 * DAY_MS ? formatUtcDate(atMs).slice(5) : formatUtcDate(atMs).slice(0, 7);
}

/** An amount short enough for an axis: `98.5k`, `1.2M`. */
export function shortAmount(value: number): string {
  const size = Math.abs(value);
  const text = (divisor: number, suffix: string): string => `${Number((size / divisor).toPrecision(4))}${suffix}`;
  const body = size >= 1e9 ? text(1e9, "B") : size >= 1e6 ? text(1e6, "M") : size >= 1e4 ? text(1e3, "k") : text(1, "");
  return value < 0 ? `\u2212${body}` : body;
}
