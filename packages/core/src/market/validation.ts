import { isBoundary } from "../time/timeframe.ts";
import type { Bar } from "./bar.ts";

/** Why a bar can't be one. */
export type BarFault = "NOT_FINITE" | "NOT_POSITIVE" | "HIGH_BELOW" | "LOW_ABOVE" | "NEGATIVE_VOLUME" | "OFF_BOUNDARY";

function isPriceless(bar: Bar): boolean {
  return !(bar.open > 0 && bar.high > 0 && bar.low > 0 && bar.close > 0);
}

function isFiniteBar(bar: Bar): boolean {
  return (
    Number.isSafeInteger(bar.tsMs) &&
    Number.isFinite(bar.open) &&
    Number.isFinite(bar.high) &&
    Number.isFinite(bar.low) &&
    Number.isFinite(bar.close) &&
    Number.isFinite(bar.volume)
  );
}

/** The first thing wrong with a bar of a timeframe; undefined where it is sane. A volume of −0 is negative. */
export function faultOfBar(bar: Bar, timeframeMs: number): BarFault | undefined {
  if (!isFiniteBar(bar)) return "NOT_FINITE";
  if (isPriceless(bar)) return "NOT_POSITIVE";
  if (bar.high < bar.open || bar.high < bar.close || bar.high < bar.low) return "HIGH_BELOW";
  if (bar.low > bar.open || bar.low > bar.close) return "LOW_ABOVE";
  if (bar.volume < 0 || Object.is(bar.volume, -0)) return "NEGATIVE_VOLUME";
  if (!isBoundary(bar.tsMs, timeframeMs)) return "OFF_BOUNDARY";
  return undefined;
}

/** Missing intervals in a row: open times in [fromMs, toMs), `bars` of them. Never filled. */
export type Gap = { readonly fromMs: number; readonly toMs: number; readonly bars: number };

/** Every hole between the first and the last bar of ascending open times on the timeframe's boundaries. */
export function findGaps(tsMs: Float64Array, timeframeMs: number): readonly Gap[] {
  const gaps: Gap[] = [];
  let previousMs: number | undefined;
  for (const openMs of tsMs) {
    if (previousMs !== undefined && openMs - previousMs !== timeframeMs) {
      const fromMs = previousMs + timeframeMs;
      if (openMs < fromMs) throw new RangeError(`bar ${openMs} does not follow ${previousMs}`);
      gaps.push({ fromMs, toMs: openMs, bars: (openMs - fromMs) / timeframeMs });
    }
    previousMs = openMs;
  }
  return gaps;
}
