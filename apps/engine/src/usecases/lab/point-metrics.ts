import { bookedEquity, returnsOf } from "@ballast/core/backtest/marks";
import { momentsOf } from "@ballast/core/backtest/return-moments";
import { barsAYear, calmarRatio, riskRatios } from "@ballast/core/backtest/risk-ratios";
import { RETURN_STRETCHES } from "@ballast/core/backtest/study-limits";
import type { PointMetrics } from "@ballast/core/backtest/study-result";
import type { StudySpec } from "@ballast/core/backtest/study-spec";
import { compoundAnnualGrowth } from "@ballast/core/backtest/summary";
import type { BarRange } from "@ballast/core/backtest/walk-forward-plan";
import { PRICE_SCALE } from "@ballast/core/money/asset";
import { numberOfUnits } from "@ballast/core/numeric/fixed";
import { DAY_MS } from "@ballast/core/time/timeframe";
import type { WalkedInput } from "./point-walk.ts";

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

/** What was traded, in quote. A double of units that exceed 2^53 is right to 16 digits, and a turnover is no money. */
function notionalOf({ fills, instruments }: WalkedInput): number {
  const perUnit = new Map(instruments.map(({ symbol, base }) => [symbol, 1 / 10 ** (PRICE_SCALE + base.scale)]));
  let sum = 0;
  for (const { symbol, quantity, priceUnits } of fills) sum += Number(priceUnits) * Number(quantity) * (perUnit.get(symbol) ?? NaN);
  return sum;
}

type Curve = { readonly startEquity: number; readonly finalEquity: number; readonly equity: Float64Array };

/** What an account was worth, from its deposit to its booked end. */
export function curveOf({ marks, startUnits, finalUnits, quoteScale }: WalkedInput): Curve {
  const finalEquity = numberOfUnits(finalUnits, quoteScale);
  return { startEquity: numberOfUnits(startUnits, quoteScale), finalEquity, equity: bookedEquity(marks, finalEquity) };
}

export function metricsOf(walked: WalkedInput, { startEquity, finalEquity, equity }: Curve): PointMetrics {
  const { trades, marks, timeframeMs } = walked;
  const { tsMs } = marks;
  const returns = returnsOf(equity);
  const moments = returns === undefined ? undefined : momentsOf(returns);
  const [firstMs, lastMs] = [tsMs[0] ?? 0, tsMs[tsMs.length - 1] ?? 0];
  const cagr = compoundAnnualGrowth(startEquity, finalEquity, lastMs - firstMs);
  const { maxDrawdown, exposure, meanEquity } = lookAlong(equity, marks.exposure);
  const days = (lastMs + timeframeMs - firstMs) / DAY_MS;
  const { sharpe, sortino } = riskRatios(returns, moments, barsAYear(timeframeMs));
  const wins = trades.filter(({ proceedsUnits, costUnits }) => proceedsUnits > costUnits).length;
  return {
    bars: tsMs.length,
    trades: trades.length,
    stops: trades.filter(({ why }) => why === "stop").length,
    winRate: trades.length === 0 ? null : wins / trades.length,
    finalEquity,
    totalReturn: startEquity > 0 ? finalEquity / startEquity - 1 : null,
    cagr,
    maxDrawdown,
    sharpe,
    sortino,
    calmar: calmarRatio(cagr, maxDrawdown),
    turnover: days > 0 && meanEquity > 0 ? notionalOf(walked) / days / meanEquity : null,
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
export function stretchReturns({ startEquity, equity }: Curve): Float64Array {
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
