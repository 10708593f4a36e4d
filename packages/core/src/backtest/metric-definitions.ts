/**
 * What every figure of a report means, in words that stand beside it: on pages, in the terminal's help
 * and in the document of the statistics. The files that compute them hold the same formulas.
 */
import type { Overfitting } from "./overfitting.ts";
import type { ReportSummary } from "./report.ts";
import type { SharpeConfidence } from "./sharpe-confidence.ts";
import type { TradeStatistics } from "./trade-statistics.ts";
import type { WalkForwardResult } from "./study-result.ts";

/** How a figure is written: fractions as percents, amounts in the account's currency. */
export type MetricUnit = "count" | "fraction" | "ratio" | "amount" | "bars" | "milliseconds" | "per day" | "probability";

export type MetricDefinition = {
  readonly title: string;
  readonly unit: MetricUnit;
  /** One sentence with the formula, and when it is not defined. */
  readonly meaning: string;
  /** Where the formula comes from; left out where it is arithmetic. */
  readonly source?: string;
};

/** Figures that have a definition: every one that a page could show alone. */
export type DefinedMetric =
  | keyof ReportSummary
  | Exclude<keyof TradeStatistics, "trades" | "winRate">
  | keyof SharpeConfidence
  | keyof Pick<Overfitting, "probability" | "lossProbability">
  | keyof Pick<WalkForwardResult, "efficiency">;

const SHARPE = 'W. F. Sharpe, "The Sharpe Ratio", J. of Portfolio Management 21 (1994)';
const SORTINO = 'F. A. Sortino and L. N. Price, "Performance Measurement in a Downside Risk Framework", J. of Investing 3 (1994)';
const CALMAR = 'T. W. Young, "Calmar Ratio: A Smoother Tool", Futures 20 (1991)';
const PSR = 'D. H. Bailey and M. López de Prado, "The Sharpe Ratio Efficient Frontier", J. of Risk 15 (2012)';
const DSR = 'D. H. Bailey and M. López de Prado, "The Deflated Sharpe Ratio", J. of Portfolio Management 40 (2014)';
const PBO =
  'D. H. Bailey, J. M. Borwein, M. López de Prado and Q. J. Zhu, "The Probability of Backtest Overfitting", J. of Computational Finance 20 (2017)';
const PARDO = 'R. Pardo, "The Evaluation and Optimization of Trading Strategies" (2008)';

const SUMMARY: Readonly<Record<keyof ReportSummary, MetricDefinition>> = {
  bars: { title: "Bars", unit: "count", meaning: "Bars that exist in the period; a gap is not filled." },
  trades: { title: "Trades", unit: "count", meaning: "Lots, or parts of them, that were bought and sold." },
  stops: { title: "Stops", unit: "count", meaning: "Trades that the protective stop ended." },
  winRate: {
    title: "Win rate",
    unit: "fraction",
    meaning: "Trades that earned more than nothing after both fees ÷ trades; undefined without a trade.",
  },
  startEquity: { title: "Start", unit: "amount", meaning: "Equity before the first bar." },
  finalEquity: {
    title: "Final equity",
    unit: "amount",
    meaning: "Equity after the last bar, and after the sale of what was open, where it was sold.",
  },
  totalReturn: { title: "Return", unit: "fraction", meaning: "Final equity ÷ start − 1." },
  cagr: {
    title: "CAGR",
    unit: "fraction",
    meaning: "(Final equity ÷ start)^(1 ÷ years) − 1, years of 365.25 days between the first and the last bar; undefined without time.",
  },
  maxDrawdown: {
    title: "Max drawdown",
    unit: "fraction",
    meaning: "Largest fall of equity, marked at closes, from a high before it, ÷ that high.",
  },
  calmar: {
    title: "Calmar",
    unit: "ratio",
    meaning: "CAGR ÷ max drawdown over the whole period; undefined without a drawdown.",
    source: CALMAR,
  },
  sharpe: {
    title: "Sharpe",
    unit: "ratio",
    meaning:
      "Mean ÷ sample deviation of returns per bar × √(bars a year), risk-free rate 0; undefined under two returns or without variance.",
    source: SHARPE,
  },
  sortino: {
    title: "Sortino",
    unit: "ratio",
    meaning: "Mean of returns per bar ÷ √(Σ min(return, 0)² ÷ all returns) × √(bars a year); undefined without a loss.",
    source: SORTINO,
  },
  volatility: { title: "Volatility", unit: "fraction", meaning: "Sample deviation of returns per bar × √(bars a year)." },
  skew: {
    title: "Skew",
    unit: "ratio",
    meaning: "Third central moment of returns per bar ÷ their second^1.5; below 0 where large losses are likelier than large gains.",
  },
  kurtosis: {
    title: "Kurtosis",
    unit: "ratio",
    meaning: "Fourth central moment of returns per bar ÷ their second², 3 for a normal distribution; higher where extremes are likelier.",
  },
  turnover: { title: "Turnover", unit: "per day", meaning: "Notional bought and sold a day ÷ mean equity." },
  exposure: { title: "Exposure", unit: "fraction", meaning: "Bars at whose close something was held ÷ bars." },
};

const TRADES: Readonly<Record<Exclude<keyof TradeStatistics, "trades" | "winRate">, MetricDefinition>> = {
  wins: { title: "Wins", unit: "count", meaning: "Trades that earned more than nothing after both fees." },
  losses: { title: "Losses", unit: "count", meaning: "Trades that lost after both fees." },
  net: { title: "Net", unit: "amount", meaning: "Sum of what all trades earned after fees." },
  grossProfit: { title: "Gross profit", unit: "amount", meaning: "Sum of the winning trades." },
  grossLoss: { title: "Gross loss", unit: "amount", meaning: "Sum of the losing trades, at most 0." },
  profitFactor: { title: "Profit factor", unit: "ratio", meaning: "Gross profit ÷ gross loss, by size; undefined without a loss." },
  expectancy: { title: "Expectancy", unit: "amount", meaning: "Net ÷ trades: what a trade earned on average." },
  averageWin: { title: "Average win", unit: "amount", meaning: "Gross profit ÷ wins." },
  averageLoss: { title: "Average loss", unit: "amount", meaning: "Gross loss ÷ losses, at most 0." },
  payoff: { title: "Payoff", unit: "ratio", meaning: "Average win ÷ average loss, by size; undefined without either." },
  best: { title: "Best trade", unit: "amount", meaning: "The most that a trade earned." },
  worst: { title: "Worst trade", unit: "amount", meaning: "The least that a trade earned." },
  meanHoldMs: { title: "Mean hold", unit: "milliseconds", meaning: "Mean time from the bar of the purchase to that of the sale." },
  longestWinStreak: { title: "Longest wins", unit: "count", meaning: "Most wins in a row, in the order in which trades ended." },
  longestLossStreak: { title: "Longest losses", unit: "count", meaning: "Most losses in a row, in the order in which trades ended." },
};

const CONFIDENCE: Readonly<Record<keyof SharpeConfidence, MetricDefinition>> = {
  sharpePerBar: {
    title: "Sharpe per bar",
    unit: "ratio",
    meaning: "The Sharpe ratio before it is annualised, as the ledger of trials keeps it.",
  },
  probabilisticSharpe: {
    title: "Probabilistic Sharpe",
    unit: "probability",
    meaning: "Probability that the true Sharpe ratio is above 0, given the number, skew and kurtosis of the returns.",
    source: PSR,
  },
  minimumTrackRecordBars: {
    title: "Minimum track record",
    unit: "bars",
    meaning: "Returns that it takes until that probability is 95 %; undefined where the ratio is not above 0.",
    source: PSR,
  },
  trials: { title: "Trials", unit: "count", meaning: "Runs on the same bars by anyone, this one among them; unknown without a ledger." },
  expectedMaximumPerBar: {
    title: "Luck's best",
    unit: "ratio",
    meaning: "Sharpe ratio per bar that the best of so many trials without skill is expected to show (false strategy theorem).",
    source: DSR,
  },
  deflatedSharpe: {
    title: "Deflated Sharpe",
    unit: "probability",
    meaning:
      "Probability that the true Sharpe ratio is above luck's best; unknown without a ledger. Every trial counts as independent; their spread is that of distinct terms, and at least that of one ratio estimated from as many returns, 1 ÷ (returns − 1).",
    source: DSR,
  },
};

const SELECTION: Readonly<Record<"probability" | "lossProbability" | "efficiency", MetricDefinition>> = {
  probability: {
    title: "Probability of overfitting",
    unit: "probability",
    meaning:
      "Share of all partings of the bars into halves in which the best trial of one half is no better than the median in the other (CSCV).",
    source: PBO,
  },
  lossProbability: {
    title: "Probability of loss",
    unit: "probability",
    meaning: "Share of those partings in which the best trial of one half loses money in the other.",
    source: PBO,
  },
  efficiency: {
    title: "Walk-forward efficiency",
    unit: "ratio",
    meaning: "Mean score out of sample ÷ mean score in sample over all folds; undefined where the latter is not positive.",
    source: PARDO,
  },
};

/** Every figure by its name in the report. */
export const METRIC_DEFINITIONS: Readonly<Record<DefinedMetric, MetricDefinition>> = { ...SUMMARY, ...TRADES, ...CONFIDENCE, ...SELECTION };
