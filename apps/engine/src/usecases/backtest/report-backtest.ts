import { regimesOfBars } from "@ballast/core/backtest/bar-regimes";
import { ratiosOfTrials } from "@ballast/core/backtest/deflated-sharpe";
import { bookedEquity, returnsOf } from "@ballast/core/backtest/marks";
import type { HoldoutLook } from "@ballast/core/backtest/study-result";
import { makeReport, type BacktestReport } from "@ballast/core/backtest/report";
import { momentsOf } from "@ballast/core/backtest/return-moments";
import { benchmarkOf } from "@ballast/core/features/benchmark";
import { numberOfUnits } from "@ballast/core/numeric/fixed";
import type { BacktestMarket } from "./backtest-terms.ts";
import type { Backtested } from "./run-backtest.ts";

/** What a ledger of trials keeps of a run. */
export type TrialFigures = {
  readonly sharpePerBar: number | null;
  readonly observations: number;
  readonly skew: number | null;
  readonly kurtosis: number | null;
};

/** Where a run stands among all that were tried on its bars: which it is, and the ratios of those that have one. */
export type CountedRun = {
  readonly number: number;
  readonly sharpes: readonly number[];
  /** Opened holdouts that it looked into; of a file nobody holds anything out. */
  readonly looks?: readonly HoldoutLook[];
};
/** Counts a run; undefined where nobody keeps a ledger. */
export type CountRun = (figures: TrialFigures) => Promise<CountedRun | undefined>;

export type ReportedBacktest = { readonly report: BacktestReport; readonly trial: CountedRun | undefined };

/** What a ledger keeps of a curve that ends as it was booked. */
export function figuresOfCurve(equity: Float64Array): TrialFigures {
  const returns = returnsOf(equity);
  const moments = returns === undefined ? undefined : momentsOf(returns);
  const hasSpread = moments !== undefined && moments.deviation > 0;
  return {
    sharpePerBar: hasSpread ? moments.mean / moments.deviation : null,
    observations: returns?.length ?? 0,
    skew: moments?.skew ?? null,
    kurtosis: moments?.kurtosis ?? null,
  };
}

/**
 * The run is counted first, whatever came of it: only then is it known how far its ratio is to be
 * believed. Regimes are read from the benchmark's whole history, which may begin before the period.
 */
export async function reportOn(backtested: Backtested, market: BacktestMarket, countRun: CountRun): Promise<ReportedBacktest> {
  const { input } = backtested;
  const trial = await countRun(figuresOfCurve(bookedEquity(input.marks, numberOfUnits(input.finalUnits, input.quoteScale))));
  const benchmark = market.bars.get(benchmarkOf([...market.bars.keys()]));
  const regimes = benchmark === undefined ? [] : regimesOfBars(benchmark, market.timeframeMs);
  const trialSharpes = trial === undefined ? undefined : ratiosOfTrials(trial.sharpes, trial.number);
  const report = makeReport({ ...input, regimes, trialSharpes });
  return { report, trial };
}
