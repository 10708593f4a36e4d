/**
 * What a study that is done holds in its row: plain data that JSON carries, made by the engine and drawn
 * by pages and terminals. What is not defined is null, never 0.
 */
import type { CurvePoint } from "./curve-points.ts";
import type { Overfitting } from "./overfitting.ts";
import type { ParameterGrid, ParameterSet } from "./parameter-grid.ts";
import type { BacktestReport } from "./report.ts";

/** Figures of one parameter set. The names are those of a report's summary. */
export type PointMetrics = {
  readonly bars: number;
  readonly trades: number;
  readonly stops: number;
  readonly winRate: number | null;
  readonly finalEquity: number;
  readonly totalReturn: number | null;
  readonly cagr: number | null;
  readonly maxDrawdown: number;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
  /** Notional traded a day ÷ mean equity. */
  readonly turnover: number | null;
  readonly exposure: number | null;
  /** Of returns per bar, as the ledger of trials keeps them. */
  readonly sharpePerBar: number | null;
  readonly observations: number;
  readonly skew: number | null;
  readonly kurtosis: number | null;
};

/** Which bars a study saw. A gap is a time inside the period without a bar: nothing is filled. */
export type StudyData = {
  readonly bars: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly missingBars: number;
  /** Opened holdouts that it looked into; left out where there were none. */
  readonly looks?: readonly HoldoutLook[];
};

/** A look into a holdout that was opened: the first is what it was opened for, and to any other it is no longer unseen. */
export type HoldoutLook = {
  readonly id: string;
  /** The first bar that was held out. */
  readonly fromMs: number;
  readonly openedAtMs: number;
  /** Which look it was, by anyone, from 1. */
  readonly look: number;
};

/** The ledger of trials as it stood when the study was judged, its own trials in it. */
export type TrialCount = {
  readonly total: number;
  readonly ofThisStudy: number;
  /** Sample variance of the Sharpe ratios per bar of all of them; null under two. */
  readonly sharpeVariance: number | null;
};

export type JudgedPoint = {
  readonly point: number;
  readonly parameters: ParameterSet;
  readonly metrics: PointMetrics;
  /** Probability that its true ratio beats what the best of all trials shows by luck; null where undefined. */
  readonly deflatedSharpe: number | null;
};

export type BacktestResult = {
  readonly version: 1;
  readonly kind: "backtest";
  readonly data: StudyData;
  readonly trials: TrialCount;
  readonly report: BacktestReport;
};

export type SweepResult = {
  readonly version: 1;
  readonly kind: "sweep";
  readonly data: StudyData;
  readonly grid: ParameterGrid;
  readonly points: number;
  /** Sets of the grid that are no strategy: the fast average is not the shorter one. */
  readonly leftOut: number;
  /** By Sharpe ratio, the best first; every point is a row of its own. */
  readonly best: readonly JudgedPoint[];
  readonly trials: TrialCount;
  /** Of the whole sweep; null where it has too few points or bars to be told, or all points are alike. */
  readonly overfitting: Omit<Overfitting, "cases"> | null;
};

export type FoldOutcome = {
  readonly n: number;
  readonly inSample: { readonly fromMs: number; readonly toMs: number };
  readonly outOfSample: { readonly fromMs: number; readonly toMs: number };
  /** What the fold's own training stretch chose; null where no set has a ratio there, and the fold stayed in cash. */
  readonly chosen: ParameterSet | null;
  readonly inSampleSharpe: number | null;
  readonly outOfSampleSharpe: number | null;
  readonly outOfSampleReturn: number;
  readonly outOfSampleTrades: number;
};

export type WalkForwardResult = {
  readonly version: 1;
  readonly kind: "walk-forward";
  readonly data: StudyData;
  readonly grid: ParameterGrid;
  readonly points: number;
  readonly leftOut: number;
  readonly folds: readonly FoldOutcome[];
  /** Oldest bars that no fold uses. */
  readonly unusedBars: number;
  /** Mean Sharpe ratio out of sample ÷ in sample; null where it can't be told. */
  readonly efficiency: number | null;
  /** Of the stitched curve out of sample. */
  readonly outOfSample: {
    readonly sharpe: number | null;
    readonly totalReturn: number;
    readonly maxDrawdown: number;
    readonly deflatedSharpe: number | null;
    readonly curve: readonly CurvePoint[];
  };
  readonly trials: TrialCount;
};

export type StudyResult = BacktestResult | SweepResult | WalkForwardResult;
