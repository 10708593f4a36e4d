/**
 * The report of a backtest: everything that its page, its tearsheet and its exports show, made of what
 * the walk left behind. Plain data that JSON carries; a figure that is not defined is null, never 0.
 */
import type { BarColumns } from "../market/bar.ts";
import type { Instrument } from "../market/instrument.ts";
import { numberOfUnits } from "../numeric/fixed.ts";
import { buyAndHoldCurve, summariseBenchmark, type BenchmarkInput, type BenchmarkSummary } from "./benchmark.ts";
import type { ClosedTrade } from "./closed-trade.ts";
import { costsOfFills, type Costs, type ReportFill } from "./cost-breakdown.ts";
import { curvePoints, type CurvePoint } from "./curve-points.ts";
import { drawdownFacts, type DrawdownFacts } from "./drawdown.ts";
import { instrumentTable, type InstrumentRow, type OpenHolding } from "./instrument-table.ts";
import { marketExposure, turnoverADay, type MarketExposure } from "./market-activity.ts";
import { bookedEquity, checkMarks, returnsOf, type MarkColumns } from "./marks.ts";
import { monthlyReturns, type MonthReturn } from "./monthly-returns.ts";
import { regimeTable, type RegimeChange, type RegimeRow } from "./regime-table.ts";
import { returnDistribution, type ReturnBin } from "./return-distribution.ts";
import { momentsOf, type ReturnMoments } from "./return-moments.ts";
import { barsAYear, calmarRatio, riskRatios, type RiskRatios } from "./risk-ratios.ts";
import { sharpeConfidence, type SharpeConfidence } from "./sharpe-confidence.ts";
import { compoundAnnualGrowth } from "./summary.ts";
import { tradeRows, type TradeRow } from "./trade-rows.ts";
import { tradeStatistics, type TradeStatistics } from "./trade-statistics.ts";

/** What a walk leaves for its report. All amounts are in one currency, that of the account. */
export type ReportInput = {
  readonly currency: string;
  /** Decimals of the currency's units. */
  readonly quoteScale: number;
  readonly timeframeMs: number;
  readonly startUnits: bigint;
  /** After what was sold at the end, with its fee. */
  readonly finalUnits: bigint;
  readonly marks: MarkColumns;
  /** In the order in which they were closed. */
  readonly trades: readonly ClosedTrade[];
  readonly fills: readonly ReportFill[];
  readonly holdings: readonly OpenHolding[];
  readonly instruments: readonly Instrument[];
  /** Bars by symbol, at least of the period; none where excursions and benchmark aren't wanted. */
  readonly bars: ReadonlyMap<string, BarColumns>;
  /** Ascending; none where no regime is known. */
  readonly regimes: readonly RegimeChange[];
  /** What the benchmark pays to buy and to sell. */
  readonly feeBps: number;
  /** Sharpe ratios per bar of every trial on this dataset, this run's among them, null where one has none; undefined without a ledger. */
  readonly trialSharpes: readonly (number | null)[] | undefined;
};

export type ReportPeriod = {
  /** Open of the first bar, close of the last; null without bars. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly timeframeMs: number;
  readonly bars: number;
};

/** The figures that lead a report; definitions stand where each is computed. */
export type ReportSummary = RiskRatios & {
  readonly bars: number;
  readonly trades: number;
  readonly stops: number;
  readonly winRate: number | null;
  readonly startEquity: number;
  readonly finalEquity: number;
  readonly totalReturn: number | null;
  readonly cagr: number | null;
  readonly maxDrawdown: number;
  readonly calmar: number | null;
  /** Of returns per bar. */
  readonly skew: number | null;
  readonly kurtosis: number | null;
  /** Notional traded a day ÷ mean equity. */
  readonly turnover: number | null;
  /** Share of closes with a position. */
  readonly exposure: number | null;
};

export type BacktestReport = {
  readonly version: 1;
  readonly currency: string;
  readonly period: ReportPeriod;
  readonly summary: ReportSummary;
  readonly confidence: SharpeConfidence;
  readonly drawdown: DrawdownFacts;
  readonly activity: MarketExposure;
  readonly statistics: TradeStatistics;
  readonly costs: Costs;
  readonly benchmark: { readonly buyAndHold: BenchmarkSummary | null; readonly cash: BenchmarkSummary };
  readonly months: readonly MonthReturn[];
  readonly instruments: readonly InstrumentRow[];
  readonly regimes: readonly RegimeRow[];
  readonly distribution: readonly ReturnBin[];
  readonly trades: readonly TradeRow[];
  /** At most `CURVE_POINTS_MAX` points; the export of equity has every mark. */
  readonly curve: readonly CurvePoint[];
};

/** As many points as a wide screen has columns to draw them in. */
export const CURVE_POINTS_MAX = 2_000;

/** Trades of a report that is kept: some 3 MB of JSON. A strategy that trades on every bar of years of minutes makes a million. */
export const KEPT_TRADES_MAX = 10_000;

/** The report with its last trades alone; `summary.trades` says how many there were, and each has its number. The export has all. */
export function keepLastTrades(report: BacktestReport, tradesMax: number): BacktestReport {
  return report.trades.length <= tradesMax ? report : { ...report, trades: report.trades.slice(-tradesMax) };
}

/** The marks as statistics take them: with the end as it was booked. */
type Measured = {
  readonly tsMs: Float64Array;
  readonly equity: Float64Array;
  readonly returns: Float64Array | undefined;
  readonly moments: ReturnMoments | undefined;
  readonly drawdown: DrawdownFacts;
  readonly startEquity: number;
  readonly finalEquity: number;
};

function measure(input: ReportInput): Measured {
  checkMarks(input.marks);
  const [startEquity, finalEquity] = [numberOfUnits(input.startUnits, input.quoteScale), numberOfUnits(input.finalUnits, input.quoteScale)];
  const { tsMs } = input.marks;
  const equity = bookedEquity(input.marks, finalEquity);
  const returns = returnsOf(equity);
  const moments = returns === undefined ? undefined : momentsOf(returns);
  return { tsMs, equity, returns, moments, drawdown: drawdownFacts(tsMs, equity), startEquity, finalEquity };
}

function periodOf({ marks: { tsMs }, timeframeMs }: ReportInput): ReportPeriod {
  const lastMs = tsMs[tsMs.length - 1];
  return { fromMs: tsMs[0] ?? null, toMs: lastMs === undefined ? null : lastMs + timeframeMs, timeframeMs, bars: tsMs.length };
}

type Parts = {
  readonly measured: Measured;
  readonly statistics: TradeStatistics;
  readonly costs: Costs;
  readonly activity: MarketExposure;
};

function summaryOf(input: ReportInput, { measured, statistics, costs, activity }: Parts): ReportSummary {
  const { tsMs, equity, moments, startEquity, finalEquity, drawdown } = measured;
  const { fromMs, toMs } = periodOf(input);
  const cagr = compoundAnnualGrowth(startEquity, finalEquity, (tsMs[tsMs.length - 1] ?? 0) - (tsMs[0] ?? 0));
  return {
    bars: tsMs.length,
    trades: statistics.trades,
    stops: input.trades.filter(({ why }) => why === "stop").length,
    winRate: statistics.winRate,
    startEquity,
    finalEquity,
    totalReturn: startEquity > 0 ? finalEquity / startEquity - 1 : null,
    cagr,
    maxDrawdown: drawdown.depth,
    ...riskRatios(measured.returns, moments, barsAYear(input.timeframeMs)),
    calmar: calmarRatio(cagr, drawdown.depth),
    skew: moments?.skew ?? null,
    kurtosis: moments?.kurtosis ?? null,
    turnover: fromMs === null || toMs === null ? null : turnoverADay({ notional: costs.notional, equity, fromMs, toMs }),
    exposure: activity.barsShare,
  };
}

/** Everything that is told of a run, from what its walk left. The same input gives the same bytes as JSON. */
export function makeReport(input: ReportInput): BacktestReport {
  const { trades, instruments, quoteScale, bars, regimes: changes } = input;
  const measured = measure(input);
  const { tsMs, equity, startEquity } = measured;
  const statistics = tradeStatistics(trades, quoteScale);
  const costs = costsOfFills(input.fills, instruments, quoteScale);
  const activity = marketExposure({ ...input.marks, equity });
  const rows = tradeRows({ trades, instruments, quoteScale, bars, regimes: changes });
  const held: BenchmarkInput = { startEquity, tsMs, timeframeMs: input.timeframeMs, feeBps: input.feeBps, bars };
  const benchmark = buyAndHoldCurve(held);
  const cash = new Float64Array(tsMs.length).fill(startEquity);
  return {
    version: 1,
    currency: input.currency,
    period: periodOf(input),
    summary: summaryOf(input, { measured, statistics, costs: costs.all, activity }),
    confidence: sharpeConfidence(measured.moments, input.trialSharpes),
    drawdown: measured.drawdown,
    activity,
    statistics,
    costs: costs.all,
    benchmark: {
      buyAndHold: benchmark === undefined ? null : summariseBenchmark(benchmark, held),
      cash: summariseBenchmark(cash, held),
    },
    months: monthlyReturns(tsMs, equity, startEquity),
    instruments: instrumentTable({ trades, holdings: input.holdings, costs: costs.byInstrument, quoteScale }),
    regimes: regimeTable({ changes, tsMs, equity, startEquity, trades, quoteScale }),
    distribution: returnDistribution(rows.flatMap((row) => (row.return === null ? [] : [row.return]))),
    trades: rows,
    curve: curvePoints({ tsMs, equity, exposure: input.marks.exposure, benchmark }, CURVE_POINTS_MAX),
  };
}
