import { DAY_MS, HOUR_MS } from "../time/timeframe.ts";

/** The last so many returns on the time grid, each over so many bars: one begins at every bar, so longer ones overlap. */
export type ReturnSpan = { readonly returns: number; readonly barsEach: number };

const MONTH_MS = 30 * DAY_MS;
/** Of fewer returns a correlation says little: at thirty, one of 0.7 is known to about ±0.1. */
const RETURNS_MIN = 30;

/**
 * The returns that correlations and clusters are of (RSK1: of hourly returns over 30 days), on bars of any
 * length: always 30 days, and one return a bar. On bars of up to an hour each return is over an hour: quarters of
 * an hour are four bars apart, for returns of minutes trade at different moments and look less alike than what is
 * held. On longer bars each is over one bar, the shortest that they show: 180 returns on bars of four hours, 30
 * on days, and never fewer than 30.
 */
export function correlationSpanOf(timeframeMs: number): ReturnSpan {
  return {
    returns: Math.max(RETURNS_MIN, Math.floor(MONTH_MS / timeframeMs)),
    barsEach: Math.max(1, Math.floor(HOUR_MS / timeframeMs)),
  };
}

/** Bars before the first bar at which all returns of a span lie within an unbroken history. */
export function warmUpBarsOf({ returns, barsEach }: ReturnSpan): number {
  return returns + barsEach - 1;
}
