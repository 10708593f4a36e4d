import type { BenchmarkSummary } from "@ballast/core/backtest/benchmark";
import type { Costs } from "@ballast/core/backtest/cost-breakdown";
import type { BacktestReport } from "@ballast/core/backtest/report";
import type { TradeStatistics } from "@ballast/core/backtest/trade-statistics";
import { countText, formatTable, utcText, type TableColumn } from "./table.ts";

function statisticsJson(statistics: TradeStatistics): Record<string, unknown> {
  const { trades, winRate, net, profitFactor, expectancy, averageWin, averageLoss, payoff } = statistics;
  return {
    ...{ trades, win_rate: winRate, net, profit_factor: profitFactor, expectancy },
    ...{ average_win: averageWin, average_loss: averageLoss, payoff },
  };
}

function costsJson(costs: Costs): Record<string, unknown> {
  const { fills, notional, fees, slippage, total, feeBps, slippageBps } = costs;
  return { fills, notional, fees, slippage, total, fee_bps: feeBps, slippage_bps: slippageBps };
}

function benchmarkJson(benchmark: BenchmarkSummary | null): Record<string, unknown> | null {
  if (benchmark === null) return null;
  const { finalEquity, totalReturn, cagr, maxDrawdown, sharpe, sortino, volatility } = benchmark;
  return { final_equity: finalEquity, total_return: totalReturn, cagr, max_drawdown: maxDrawdown, sharpe, sortino, volatility };
}

/** What a report holds beside its summary and its trades, as a script reads it. */
export function tablesJson({
  months,
  instruments,
  regimes,
  statistics,
  costs,
  drawdown,
  ...report
}: BacktestReport): Record<string, unknown> {
  const { confidence, benchmark, distribution, activity } = report;
  return {
    months: months.map(({ year, month, bars, startEquity, endEquity, return: gained }) => ({
      ...{ year, month, bars, start_equity: startEquity, end_equity: endEquity, return: gained },
    })),
    by_instrument: instruments.map(({ symbol, profit, openProfit, ...of }) => ({
      ...{ instrument: symbol, profit, open_profit: openProfit, ...statisticsJson(of.statistics) },
      costs: of.costs === null ? null : costsJson(of.costs),
    })),
    by_regime: regimes.map(({ regime, bars, return: gained, ...of }) => ({
      regime,
      bars,
      return: gained,
      ...statisticsJson(of.statistics),
    })),
    statistics: statisticsJson(statistics),
    costs: costsJson(costs),
    drawdowns: drawdown.deepest.map(({ highMs, bottomMs, recoveredMs, depth }) => ({
      ...{ high_ts: highMs, bottom_ts: bottomMs, recovered_ts: recoveredMs, depth },
    })),
    exposure: { bars_share: activity.barsShare, mean_invested: activity.meanInvested, max_invested: activity.maxInvested },
    distribution,
    benchmark: { buy_and_hold: benchmarkJson(benchmark.buyAndHold), cash: benchmarkJson(benchmark.cash) },
    confidence: {
      sharpe_per_bar: confidence.sharpePerBar,
      probabilistic_sharpe: confidence.probabilisticSharpe,
      minimum_track_record_bars: confidence.minimumTrackRecordBars,
      trials: confidence.trials,
      expected_maximum_per_bar: confidence.expectedMaximumPerBar,
      deflated_sharpe: confidence.deflatedSharpe,
    },
  };
}

const percent = (value: number | null | undefined): string =>
  value === undefined ? "" : value === null ? "–" : `${(value * 100).toFixed(1)} %`;
const money = (value: number | null): string => (value === null ? "–" : value.toFixed(2));
const ratio = (value: number | null): string => (value === null ? "–" : value.toFixed(2));

type Year = { readonly year: number; readonly months: ReadonlyMap<number, number | null>; readonly total: number | null };

/** Months by their years; a year's total is what its months compound to. */
function yearsOf({ months }: BacktestReport): readonly Year[] {
  return [...new Set(months.map(({ year }) => year))].map((year) => {
    const own = months.filter((month) => month.year === year);
    const [start, end] = [own[0]?.startEquity ?? 0, own.at(-1)?.endEquity ?? 0];
    return { year, months: new Map(own.map((month) => [month.month, month.return])), total: start > 0 ? end / start - 1 : null };
  });
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const YEAR_COLUMNS: readonly TableColumn<Year>[] = [
  { title: "Year", cell: ({ year }) => String(year) },
  ...MONTHS.map((title, index): TableColumn<Year> => ({ title, cell: ({ months }) => percent(months.get(index + 1)), align: "right" })),
  { title: "Year", cell: ({ total }) => percent(total), align: "right" },
];

type Instrument = BacktestReport["instruments"][number];
const INSTRUMENT_COLUMNS: readonly TableColumn<Instrument>[] = [
  { title: "Instrument", cell: ({ symbol }) => symbol },
  { title: "Trades", cell: ({ statistics }) => countText(statistics.trades), align: "right" },
  { title: "Won", cell: ({ statistics }) => percent(statistics.winRate), align: "right" },
  { title: "Profit", cell: ({ profit }) => money(profit), align: "right" },
  { title: "Fees", cell: ({ costs }) => money(costs?.fees ?? 0), align: "right" },
  { title: "Slippage", cell: ({ costs }) => money(costs?.slippage ?? 0), align: "right" },
  { title: "Profit factor", cell: ({ statistics }) => ratio(statistics.profitFactor), align: "right" },
];

type Regime = BacktestReport["regimes"][number];
const REGIME_COLUMNS: readonly TableColumn<Regime>[] = [
  { title: "Regime", cell: ({ regime }) => regime ?? "not known" },
  { title: "Bars", cell: ({ bars }) => countText(bars), align: "right" },
  { title: "Return", cell: (row) => percent(row.return), align: "right" },
  { title: "Entered", cell: ({ statistics }) => countText(statistics.trades), align: "right" },
  { title: "Won", cell: ({ statistics }) => percent(statistics.winRate), align: "right" },
  { title: "Net", cell: ({ statistics }) => money(statistics.net), align: "right" },
];

type Drawdown = BacktestReport["drawdown"]["deepest"][number];
const DRAWDOWN_COLUMNS: readonly TableColumn<Drawdown>[] = [
  { title: "Drawdown", cell: ({ depth }) => percent(depth), align: "right" },
  { title: "From", cell: ({ highMs }) => utcText(highMs) },
  { title: "Bottom", cell: ({ bottomMs }) => utcText(bottomMs) },
  { title: "Recovered", cell: ({ recoveredMs }) => (recoveredMs === null ? "not yet" : utcText(recoveredMs)) },
];

/** The same as people read it: months by year, instruments, regimes and the deepest drawdowns. */
export function tablesText(report: BacktestReport): string {
  return [
    formatTable(YEAR_COLUMNS, yearsOf(report)),
    formatTable(INSTRUMENT_COLUMNS, report.instruments),
    formatTable(REGIME_COLUMNS, report.regimes),
    formatTable(DRAWDOWN_COLUMNS, report.drawdown.deepest),
  ].join("\n\n");
}
