import type { BarColumns } from "../market/bar.ts";
import { firstRowFrom } from "../market/columns.ts";
import { compoundAnnualGrowth } from "./summary.ts";
import { drawdownFacts } from "./drawdown.ts";
import { returnsOf } from "./marks.ts";
import { momentsOf } from "./return-moments.ts";
import { barsAYear, riskRatios } from "./risk-ratios.ts";

/** What the same capital would have done without the strategy. */
export type BenchmarkSummary = {
  readonly finalEquity: number;
  readonly totalReturn: number | null;
  readonly cagr: number | null;
  readonly maxDrawdown: number;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly volatility: number | null;
};

export type BenchmarkInput = {
  readonly startEquity: number;
  /** Opening times of the run's bars. */
  readonly tsMs: Float64Array;
  readonly timeframeMs: number;
  readonly feeBps: number;
  readonly bars: ReadonlyMap<string, BarColumns>;
};

const WHOLE_BPS = 10_000;

/** Adds the worth of one share of the capital to a curve: cash until the first bar, then the coin at its last known close. */
function addShare(curve: Float64Array, share: number, bars: BarColumns, of: BenchmarkInput): void {
  const fee = of.feeBps / WHOLE_BPS;
  const first = firstRowFrom(bars, of.tsMs[0] ?? Infinity);
  const quantity = share / ((bars.open[first] ?? NaN) * (1 + fee));
  let row = first;
  for (let index = 0; index < curve.length; index += 1) {
    while ((bars.tsMs[row] ?? Infinity) <= (of.tsMs[index] ?? NaN)) row += 1;
    const worth = row === first ? share : quantity * (bars.close[row - 1] ?? NaN);
    const sold = row > first && index === curve.length - 1 ? worth * fee : 0;
    curve[index] = (curve[index] ?? 0) + worth - sold;
  }
}

/**
 * Equity of buying every instrument in equal parts at the open of its first bar and selling it at the
 * last close, a fee each time; what has no bar stays cash. Undefined without bars.
 */
export function buyAndHoldCurve(of: BenchmarkInput): Float64Array | undefined {
  if (of.bars.size === 0 || of.tsMs.length === 0) return undefined;
  const curve = new Float64Array(of.tsMs.length);
  for (const bars of of.bars.values()) addShare(curve, of.startEquity / of.bars.size, bars, of);
  return curve;
}

/** The figures of a benchmark's curve, defined as those of the run. */
export function summariseBenchmark(curve: Float64Array, of: BenchmarkInput): BenchmarkSummary {
  const { startEquity, tsMs } = of;
  const finalEquity = curve[curve.length - 1] ?? startEquity;
  const returns = returnsOf(curve);
  const ratios = riskRatios(returns, returns === undefined ? undefined : momentsOf(returns), barsAYear(of.timeframeMs));
  const elapsedMs = (tsMs[tsMs.length - 1] ?? 0) - (tsMs[0] ?? 0);
  return {
    finalEquity,
    totalReturn: startEquity > 0 ? finalEquity / startEquity - 1 : null,
    cagr: compoundAnnualGrowth(startEquity, finalEquity, elapsedMs),
    maxDrawdown: drawdownFacts(tsMs, curve).depth,
    ...ratios,
  };
}
