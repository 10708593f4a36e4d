import type { BacktestReport } from "@ballast/core/backtest/report";
import type { HoldoutLook } from "@ballast/core/backtest/study-result";
import type { Gap } from "@ballast/core/market/validation";
import { DEFAULT_FILL_MODEL, type BarFillModelSpec } from "@ballast/core/execution/fill-model-spec";
import { fillModelWords } from "@ballast/core/execution/fill-model-words";
import { timeframeName } from "@ballast/core/time/timeframe";
import type { BacktestBias } from "../usecases/backtest/bias.ts";
import type { StressCase } from "../usecases/backtest/stress.ts";
import { biasJson, biasText } from "./bias-view.ts";
import { costsJson, costsText, type WalkCosts } from "./cost-words.ts";
import { lookLines } from "./look-words.ts";
import { quoteText, performanceJson, riskRatioText, TRADE_COLUMNS, tradeJson } from "./performance-view.ts";
import { tablesJson, tablesText } from "./report-tables.ts";
import { countedText, countText, formatTable, utcText, type TableColumn } from "./table.ts";

/** What a backtest says of itself. */
export type BacktestView = {
  readonly title: string;
  readonly instruments: readonly string[];
  readonly timeframeMs: number;
  readonly profile: string;
  readonly strategy: string;
  readonly costs: WalkCosts;
  /** Undefined: at the next open. */
  readonly fillModel: BarFillModelSpec | undefined;
  readonly report: BacktestReport;
  readonly decisions: number;
  readonly refusals: ReadonlyMap<string, number>;
  readonly gaps: readonly Gap[];
  readonly barsWithoutVolume: number;
  readonly datasetHash: string;
  /** Which run on these bars it is, by anyone; undefined where nobody counts. */
  readonly trialNumber: number | undefined;
  readonly looks: readonly HoldoutLook[];
  readonly stress: readonly StressCase[];
  /** Undefined where it was not asked for. */
  readonly bias: BacktestBias | undefined;
  readonly elapsed: { readonly loadMs: number; readonly walkMs: number };
  readonly files: readonly string[];
  readonly isWithTrades: boolean;
  readonly isWithTables: boolean;
};

const GAPS_SHOWN = 3;

const missingBars = (gaps: readonly Gap[]): number => gaps.reduce((sum, { bars }) => sum + bars, 0);

/** One object, in one line: the summary by the words of the reference strategy, and all that a script asks beside it. */
export function backtestJson(view: BacktestView): string {
  const { report, elapsed, gaps, trialNumber } = view;
  const { summary, confidence, period } = report;
  return JSON.stringify({
    summary: {
      ...performanceJson(summary),
      turnover: summary.turnover,
      exposure: summary.exposure,
      fees: report.costs.fees,
      slippage: report.costs.slippage,
      deflated_sharpe: confidence.deflatedSharpe,
    },
    ...(view.isWithTrades ? { trades: report.trades.map(tradeJson) } : {}),
    instruments: view.instruments,
    timeframe: timeframeName(view.timeframeMs) ?? null,
    strategy: view.strategy,
    profile: view.profile,
    ...costsJson(view.costs),
    fill_model: view.fillModel ?? DEFAULT_FILL_MODEL,
    currency: report.currency,
    first_ts: period.fromMs,
    last_ts: period.toMs === null ? null : period.toMs - view.timeframeMs,
    ...tablesJson(report),
    gaps: { count: gaps.length, bars: missingBars(gaps), list: gaps.slice(0, 1_000) },
    bars_without_volume: view.barsWithoutVolume,
    refusals: Object.fromEntries(view.refusals),
    trial: { number: trialNumber ?? null, dataset: view.datasetHash },
    holdouts: view.looks,
    ...(view.stress.length === 0 ? {} : { stress: view.stress.map(stressJson) }),
    ...(view.bias === undefined ? {} : { bias: biasJson(view.bias) }),
    ...(view.files.length === 0 ? {} : { files: view.files }),
    decisions: view.decisions,
    load_ms: Math.round(elapsed.loadMs),
    walk_ms: Math.round(elapsed.walkMs),
    bars_per_second: elapsed.walkMs === 0 ? null : Math.round((summary.bars * 1_000) / elapsed.walkMs),
  });
}

function stressJson({ name, summary }: StressCase): Record<string, unknown> {
  const { trades, finalEquity, totalReturn, cagr, sharpe, maxDrawdown } = summary;
  return { case: name, trades, final_equity: finalEquity, total_return: totalReturn, cagr, sharpe, max_drawdown: maxDrawdown };
}

const percent = (value: number | null): string => (value === null ? "–" : `${(value * 100).toFixed(2)} %`);

function headText({ report, instruments, timeframeMs, title, strategy, profile, costs, fillModel }: BacktestView): string[] {
  const { fromMs, toMs, bars } = report.period;
  const span = fromMs === null || toMs === null ? "" : `, ${utcText(fromMs)} to ${utcText(toMs)}`;
  return [
    `${title}: ${instruments.join(", ")}, ${countedText(bars, `bar of ${timeframeName(timeframeMs) ?? ""}`, `bars of ${timeframeName(timeframeMs) ?? ""}`)}${span}`,
    `${strategy}; profile ${profile}; ${costsText(costs)}`,
    `Fills: ${fillModelWords(fillModel)}`,
  ];
}

/** What is missing of the bars: it was not filled, and nothing was traded in it. */
function gapText({ gaps, barsWithoutVolume, report }: BacktestView): string[] {
  const lines: string[] = [];
  if (gaps.length > 0) {
    const longest = [...gaps].sort((left, right) => right.bars - left.bars).slice(0, GAPS_SHOWN);
    const named = longest.map(({ fromMs, toMs, bars }) => `${utcText(fromMs)} to ${utcText(toMs)} (${countText(bars)})`);
    lines.push(
      `${countedText(gaps.length, "gap")} of ${countedText(missingBars(gaps), "bar")} in all, never filled; longest: ${named.join(", ")}`,
    );
  }
  if (barsWithoutVolume > 0) lines.push(`${countedText(barsWithoutVolume, "bar")} of ${countText(report.period.bars)} without volume`);
  return lines;
}

function figures({ report }: BacktestView): string {
  const { summary, costs, currency, benchmark } = report;
  const rows: readonly (readonly [string, string])[] = [
    ["Final equity", `${quoteText(summary.finalEquity)} ${currency}, from ${quoteText(summary.startEquity)}`],
    ["Return", `${percent(summary.totalReturn)} (buy and hold ${percent(benchmark.buyAndHold?.totalReturn ?? null)})`],
    ["CAGR", percent(summary.cagr)],
    ["Sharpe", `${riskRatioText(summary.sharpe)}, Sortino ${riskRatioText(summary.sortino)}, Calmar ${riskRatioText(summary.calmar)}`],
    ["Max drawdown", percent(summary.maxDrawdown)],
    ["Trades", `${countText(summary.trades)}, ${percent(summary.winRate)} won, ${countedText(summary.stops, "stop")}`],
    ["Exposure", `${percent(summary.exposure)}, turnover ${riskRatioText(summary.turnover)} a day`],
    ["Costs", `${quoteText(costs.fees)} fees, ${quoteText(costs.slippage)} slippage`],
  ];
  return rows.map(([name, value]) => `${name.padEnd(14)}${value}`).join("\n");
}

const STRESS_COLUMNS: readonly TableColumn<StressCase>[] = [
  { title: "Stress", cell: ({ name }) => name },
  { title: "Trades", cell: ({ summary }) => countText(summary.trades), align: "right" },
  { title: "Final equity", cell: ({ summary }) => quoteText(summary.finalEquity), align: "right" },
  { title: "Return", cell: ({ summary }) => percent(summary.totalReturn), align: "right" },
  { title: "CAGR", cell: ({ summary }) => percent(summary.cagr), align: "right" },
  { title: "Sharpe", cell: ({ summary }) => riskRatioText(summary.sharpe), align: "right" },
  { title: "Max drawdown", cell: ({ summary }) => percent(summary.maxDrawdown), align: "right" },
];

function trialText({ trialNumber, report: { confidence } }: BacktestView): string {
  if (trialNumber === undefined) return "Not counted: nobody keeps a ledger of trials here, so that no Sharpe ratio can be deflated.";
  const deflated = confidence.deflatedSharpe === null ? "undefined" : confidence.deflatedSharpe.toFixed(4);
  return `Trial ${countText(trialNumber)} on these bars; deflated Sharpe ${deflated}.`;
}

function refusalText({ refusals }: BacktestView): string[] {
  if (refusals.size === 0) return [];
  const told = [...refusals].map(([code, count]) => `${code} ${countText(count)}`);
  return [`Refused: ${told.join(", ")}.`];
}

/** The summary as people read it in a terminal. */
export function backtestText(view: BacktestView): string {
  const { elapsed, decisions, stress, bias, files, isWithTrades, isWithTables, report } = view;
  const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
  const rate = elapsed.walkMs === 0 ? "" : ` (${countText(Math.round((report.period.bars * 1_000) / elapsed.walkMs))} bars a second)`;
  return [
    ...headText(view),
    ...gapText(view),
    "",
    figures(view),
    "",
    ...refusalText(view),
    trialText(view),
    ...lookLines(view.looks),
    `${countedText(decisions, "decision")} in ${seconds(elapsed.walkMs)}${rate}; read in ${seconds(elapsed.loadMs)}.`,
    ...(stress.length === 0 ? [] : ["", formatTable(STRESS_COLUMNS, stress)]),
    ...(bias === undefined ? [] : ["", ...biasText(bias)]),
    ...(isWithTables ? ["", tablesText(report)] : []),
    ...(isWithTrades ? ["", formatTable(TRADE_COLUMNS, report.trades)] : []),
    ...(files.length === 0 ? [] : ["", `Written: ${files.join(", ")}`]),
  ].join("\n");
}
