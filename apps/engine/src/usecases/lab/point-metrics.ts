import { returnsOf } from "@ballast/core/backtest/marks";
import { momentsOf } from "@ballast/core/backtest/return-moments";
import { barsAYear, calmarRatio, riskRatios } from "@ballast/core/backtest/risk-ratios";
import { RETURN_STRETCHES } from "@ballast/core/backtest/study-limits";
import type { PointMetrics } from "@ballast/core/backtest/study-result";
import type { StudySpec } from "@ballast/core/backtest/study-spec";
import { compoundAnnualGrowth } from "@ballast/core/backtest/summary";
import type { BarRange } from "@ballast/core/backtest/walk-forward-plan";
import { DAY_MS } from "@ballast/core/time/timeframe";
import type { WalkedPoint } from "./point-walk.ts";

type Seen = { readonly maxDrawdown: number; readonly exposure: number | null; readonly meanEquity: number };

/** What one look along a curve tells: the largest fall from a running high, the share of bars with a position, the mean. */
function lookAlong(equity: Float64Array, held: Float64Array): Seen {
  const bars = equity.length;
  let [high, worst, heldBars, sum] = [-Infinity, 0, 0, 0];
  for (let row = 0; row < bars; row += 1) {
    const value = equity[row] ?? NaN;
    sum += value;
    if ((held[row] ?? 0) > 0) heldBars += 1;
    if (value > high) high = value;
    else if (high > 0 && (high - value) / high > worst) worst = (high - value) / high;
  }
  return { maxDrawdown: worst, exposure: bars === 0 ? null : heldBars / bars, meanEquity: sum / bars };
}

/** The figures of a point. Returns are written into the column that is handed in, where one is: a sweep has thousands of them. */
export function metricsOf(walked: WalkedPoint, into?: Float64Array): PointMetrics {
  const { timeframeMs, tsMs, startEquity, finalEquity, equity, counts } = walked;
  const { trades, wins, stops, notional } = counts;
  const returns = returnsOf(equity, into);
  const moments = returns === undefined ? undefined : momentsOf(returns);
  const [firstMs, lastMs] = [tsMs[0] ?? 0, tsMs[tsMs.length - 1] ?? 0];
  const cagr = compoundAnnualGrowth(startEquity, finalEquity, lastMs - firstMs);
  const { maxDrawdown, exposure, meanEquity } = lookAlong(equity, walked.exposure);
  const days = (lastMs + timeframeMs - firstMs) / DAY_MS;
  const { sharpe, sortino } = riskRatios(returns, moments, barsAYear(timeframeMs));
  return {
    bars: tsMs.length,
    trades,
    stops,
    winRate: trades === 0 ? null : wins / trades,
    finalEquity,
    totalReturn: startEquity > 0 ? finalEquity / startEquity - 1 : null,
    cagr,
    maxDrawdown,
    sharpe,
    sortino,
    calmar: calmarRatio(cagr, maxDrawdown),
    turnover: days > 0 && meanEquity > 0 ? notional / days / meanEquity : null,
    exposure,
    sharpePerBar: moments === undefined || moments.deviation === 0 ? null : moments.mean / moments.deviation,
    observations: returns?.length ?? 0,
    skew: moments?.skew ?? null,
    kurtosis: moments?.kurtosis ?? null,
  };
}

/**
 * Returns of equal stretches of a curve, from its start to its end. Per-bar returns of a thousand sets
 * over five years would be 350 MB; these are 2 kB a set, and what is equal for all sets is all that a
 * comparison of them needs. A curve that is shorter keeps one return a bar.
 */
export function stretchReturns({ startEquity, equity }: Pick<WalkedPoint, "startEquity" | "equity">): Float64Array {
  const count = Math.min(RETURN_STRETCHES, equity.length);
  const returns = new Float64Array(count);
  let before = startEquity;
  for (let stretch = 0; stretch < count; stretch += 1) {
    const after = equity[Math.floor(((stretch + 1) * equity.length) / count) - 1] ?? before;
    returns[stretch] = before > 0 ? after / before - 1 : 0;
    before = after;
  }
  return returns;
}

/** Figures of a fold that chose nothing and stayed in cash. */
export function cashMetrics(spec: Pick<StudySpec, "balance">, { from, to }: BarRange): PointMetrics {
  const nothing = { winRate: null, cagr: null, sharpe: null, sortino: null, calmar: null, turnover: 0, exposure: 0 };
  const moments = { sharpePerBar: null, observations: to - from - 1, skew: null, kurtosis: null };
  return {
    bars: to - from,
    trades: 0,
    stops: 0,
    finalEquity: Number(spec.balance),
    totalReturn: 0,
    maxDrawdown: 0,
    ...nothing,
    ...moments,
  };
}
