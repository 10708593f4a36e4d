import { deflatedSharpe, trialSpread } from "@ballast/core/backtest/deflated-sharpe";
import type { HoldoutLook, PointMetrics, StudyData, TrialCount } from "@ballast/core/backtest/study-result";
import type { StudyPoint } from "@ballast/db/repositories/study-points";
import type { ThreadPool } from "../../lab-threads/thread-pool.ts";
import { describeData } from "./study-market.ts";
import type { OpenStudy } from "./study-shelf.ts";

/** All that a study is judged by, wherever its points and its trials are kept. */
export type Judging = {
  readonly threads: Pick<ThreadPool, "run">;
  readonly open: OpenStudy;
  readonly points: readonly StudyPoint[];
  readonly trials: TrialCount;
  /** Ratios per bar of all trials on the dataset. */
  readonly trialSharpes: readonly number[];
  /** Opened holdouts that it looks into; left out of a file, of which nobody holds anything out. */
  readonly looks?: readonly HoldoutLook[];
  readonly signal: AbortSignal;
};

/** Which bars a study saw, and whether some of them were held out once. */
export function dataOf({ open: { thread, spec }, looks = [] }: Judging): StudyData {
  return { ...describeData(thread.market, spec), ...(looks.length === 0 ? {} : { looks }) };
}

/** The probability that a ratio is more than the best of so many trials shows by luck; null where it can't be told. */
export function deflate(
  metrics: Pick<PointMetrics, "sharpePerBar" | "observations" | "skew" | "kurtosis">,
  trials: TrialCount,
): number | null {
  const { sharpePerBar: sharpe, observations, skew, kurtosis } = metrics;
  if (sharpe === null || skew === null || kurtosis === null || trials.total === 0) return null;
  return deflatedSharpe({ sharpe, observations, skew, kurtosis }, { trials: trials.total, variance: trials.sharpeVariance ?? 0 });
}

/** Sample variance of ratios; null under two. */
export function sampleVariance(ratios: readonly number[]): number | null {
  return ratios.length < 2 ? null : (trialSpread(ratios)?.variance ?? null);
}
