import { DAY_MS } from "../time/timeframe.ts";
import { downsideDeviation, type ReturnMoments } from "./return-moments.ts";

/** Years of every annualised figure: mean Gregorian-to-Julian, as the reference strategy has it. */
export const YEAR_MS = 365.25 * DAY_MS;

/** How many bars of a timeframe a year has: 8,766 hours. */
export function barsAYear(timeframeMs: number): number {
  return YEAR_MS / timeframeMs;
}

export type RiskRatios = {
  /**
   * Mean ÷ sample deviation of returns per bar × √(bars a year), risk-free rate 0:
   * W. F. Sharpe, "The Sharpe Ratio", J. of Portfolio Management 21 (1994).
   */
  readonly sharpe: number | null;
  /** Mean ÷ downside deviation against 0, over all returns, × √(bars a year). */
  readonly sortino: number | null;
  /** Sample deviation of returns per bar × √(bars a year), as a fraction. */
  readonly volatility: number | null;
};

/** Ratios of returns per bar; each null where what it divides by is 0, or where there are fewer than two returns. */
export function riskRatios(returns: Float64Array | undefined, moments: ReturnMoments | undefined, barsPerYear: number): RiskRatios {
  if (returns === undefined || moments === undefined) return { sharpe: null, sortino: null, volatility: null };
  const root = Math.sqrt(barsPerYear);
  const downside = downsideDeviation(returns);
  return {
    sharpe: moments.deviation === 0 ? null : (moments.mean / moments.deviation) * root,
    sortino: downside === 0 ? null : (moments.mean / downside) * root,
    volatility: moments.deviation * root,
  };
}

/** Annual growth ÷ largest drawdown (T. W. Young, Futures 20, 1991, over the whole run); null without a drawdown. */
export function calmarRatio(cagr: number | null, deepest: number): number | null {
  return cagr === null || deepest === 0 ? null : cagr / deepest;
}
