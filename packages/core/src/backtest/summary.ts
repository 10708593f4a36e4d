import type { FillWhy } from "../decision/booking.ts";
import { pow } from "../numeric/elementary.ts";
import { returnsOf } from "./marks.ts";
import { momentsOf } from "./return-moments.ts";
import { barsAYear, calmarRatio, riskRatios, YEAR_MS, type RiskRatios } from "./risk-ratios.ts";

/** Marked equity at a bar's close. */
export type EquityMark = { readonly tsMs: number; readonly equity: number };

/** One round trip: what was bought at `entryMs` and sold at `exitMs`, `net` of both fees, in quote. */
export type RoundTrip = {
  readonly symbol: string;
  readonly entryMs: number;
  readonly entry: number;
  readonly exitMs: number;
  readonly exit: number;
  /** What sold it; `cross`, `stop` and `end` are the words of the reference strategy. */
  readonly why: FillWhy;
  /** Code of the order that sold it: of an `exit`, which. */
  readonly reason: string;
  readonly net: number;
};

/** A ratio that is not defined (no trade, no variance, no time) is null, never 0. */
export type Summary = RiskRatios & {
  readonly bars: number;
  readonly trades: number;
  readonly winRate: number | null;
  readonly finalEquity: number;
  readonly totalReturn: number | null;
  readonly cagr: number | null;
  readonly maxDrawdown: number;
  /** CAGR ÷ largest drawdown. */
  readonly calmar: number | null;
  readonly stops: number;
};

/** Largest fall from a running high, as a fraction of that high. 0 for a curve that never falls. */
export function maxDrawdown(marks: readonly EquityMark[]): number {
  let high = -Infinity;
  let worst = 0;
  for (const { equity } of marks) {
    high = Math.max(high, equity);
    if (high > 0) worst = Math.max(worst, (high - equity) / high);
  }
  return worst;
}

function ratiosOf(marks: readonly EquityMark[], barsPerYear: number): RiskRatios {
  const returns = returnsOf(Float64Array.from(marks, ({ equity }) => equity));
  return riskRatios(returns, returns === undefined ? undefined : momentsOf(returns), barsPerYear);
}

/**
 * (final ÷ start)^(1 ÷ years) − 1 over the years between the first and the last bar; null without time
 * or capital, and where a few bars' gain over a whole year is past all numbers.
 */
export function compoundAnnualGrowth(start: number, final: number, elapsedMs: number): number | null {
  const years = elapsedMs / YEAR_MS;
  if (years <= 0 || start <= 0 || final < 0) return null;
  const growth = final === 0 ? 0 : pow(final / start, 1 / years);
  return Number.isFinite(growth) ? growth - 1 : null;
}

/**
 * The curve with its end as it was booked: what is open at the last bar is sold at its close, so the
 * fee of that sale is in the last mark as it is in the final equity.
 */
function closedCurve(marks: readonly EquityMark[], finalEquity: number): readonly EquityMark[] {
  const last = marks.at(-1);
  return last === undefined ? marks : [...marks.slice(0, -1), { ...last, equity: finalEquity }];
}

/**
 * What a run earned. `marks` are one per bar in time order; a trade wins when it is net positive.
 * The last mark is the final equity. Definitions: annualisation by 365.25 days, sample deviation, drawdown on marked equity.
 */
export function summarise(input: {
  readonly startEquity: number;
  readonly finalEquity: number;
  readonly marks: readonly EquityMark[];
  readonly trades: readonly RoundTrip[];
  readonly timeframeMs: number;
}): Summary {
  const { trades, startEquity, finalEquity } = input;
  const marks = closedCurve(input.marks, finalEquity);
  const wins = trades.filter(({ net }) => net > 0).length;
  const elapsedMs = (marks.at(-1)?.tsMs ?? 0) - (marks[0]?.tsMs ?? 0);
  const cagr = compoundAnnualGrowth(startEquity, finalEquity, elapsedMs);
  const deepest = maxDrawdown(marks);
  return {
    bars: marks.length,
    trades: trades.length,
    winRate: trades.length === 0 ? null : wins / trades.length,
    finalEquity,
    totalReturn: startEquity > 0 ? finalEquity / startEquity - 1 : null,
    cagr,
    maxDrawdown: deepest,
    calmar: calmarRatio(cagr, deepest),
    ...ratiosOf(marks, barsAYear(input.timeframeMs)),
    stops: trades.filter(({ why }) => why === "stop").length,
  };
}
