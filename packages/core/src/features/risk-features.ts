import { DAY_MS, HOUR_MS } from "../time/timeframe.ts";

const MONTH_MS = 30 * DAY_MS;

/** Features that risk reads of a lineage, by the length of its bars; undefined where a bar is longer than what is asked of it. */
export type RiskFeatures = {
  readonly hourReturn: string | undefined;
  readonly monthStdev: string;
  readonly monthVolatility: string;
  readonly spreadWidening: string;
};

function namesFor(timeframeMs: number): RiskFeatures {
  const hourBars = HOUR_MS / timeframeMs;
  const monthBars = Math.floor(MONTH_MS / timeframeMs);
  const dayBars = Math.max(1, Math.floor(DAY_MS / timeframeMs));
  return {
    hourReturn: Number.isInteger(hourBars) ? `return:${hourBars}` : undefined,
    monthStdev: `stdev:${monthBars}`,
    monthVolatility: `vol:${monthBars}`,
    spreadWidening: `spread:${dayBars}:${monthBars}`,
  };
}

/** Names are looked for at every close: those of hours, which every governed lineage has, are made once. */
const OF_HOURS = namesFor(HOUR_MS);

/** The names of the features that risk reads (RSK3, RSK4): returns of an hour, volatility of 30 days, the estimated spread. */
export function riskFeaturesOf(timeframeMs: number): RiskFeatures {
  return timeframeMs === HOUR_MS ? OF_HOURS : namesFor(timeframeMs);
}

/** √(bars in an hour), by which the deviation of one-bar returns becomes that of an hour: their variances add up. */
export function hourScaleOf(timeframeMs: number): number {
  return Math.sqrt(HOUR_MS / timeframeMs);
}

/**
 * What a deviation of one-bar returns comes to for an hour: × √(bars in an hour), as the variances of
 * returns add up. A 4 × trigger that took quarters of an hour for hours would act at 2 ×. The same number on bars of an hour.
 */
export function hourStdevOf(barStdev: number | undefined, timeframeMs: number): number | undefined {
  return barStdev === undefined ? undefined : barStdev * hourScaleOf(timeframeMs);
}
