import { ratiosOfTrials } from "@ballast/core/backtest/deflated-sharpe";
import type { BacktestResult, JudgedPoint, StudyResult, SweepResult } from "@ballast/core/backtest/study-result";
import { judgeWalkForward } from "./judge-walk-forward.ts";
import { dataOf, deflate, type Judging } from "./judging.ts";
import { pointMetrics } from "./point.mapper.ts";

/** Points that a result names; all of them are rows. */
const BEST_LISTED = 20;
/** CSCV is C(blocks, blocks ÷ 2) partings of all points: fewer blocks for more of them keep it at seconds. */
const BLOCKS_BY_POINTS: readonly (readonly [points: number, blocks: number])[] = [
  [1_500, 16],
  [6_000, 12],
  [Infinity, 10],
];
const BLOCKS_MIN = 4;
const RETURNS_A_BLOCK_MIN = 2;

/** Points by their ratio, the best first, of two alike the earlier; those without one are left out. */
function bestOf({ points, trials }: Judging): readonly JudgedPoint[] {
  return points
    .map(({ point, parameters, metrics }) => ({ point, parameters, metrics: pointMetrics(metrics) }))
    .filter(({ metrics }) => metrics.sharpe !== null)
    .sort((left, right) => (right.metrics.sharpe ?? 0) - (left.metrics.sharpe ?? 0) || left.point - right.point)
    .slice(0, BEST_LISTED)
    .map((point) => ({ ...point, deflatedSharpe: deflate(point.metrics, trials) }));
}

/** Whether some set did anything else than the first: among sets that are one and the same there is nothing to choose. */
function areDifferent(returns: readonly Float64Array[]): boolean {
  const [first, ...others] = returns;
  return first !== undefined && others.some((one) => one.some((value, bar) => value !== first[bar]));
}

/** CSCV over a whole sweep, in a thread; null where points or bars are too few, or all points are alike. */
async function overfittingOf({ threads, open, points, signal }: Judging): Promise<SweepResult["overfitting"]> {
  const returns = points.map((point) => point.returns);
  const length = returns[0]?.length ?? 0;
  const wished = BLOCKS_BY_POINTS.find(([most]) => returns.length <= most)?.[1] ?? BLOCKS_MIN;
  const blocks = Math.min(wished, 2 * Math.floor(length / RETURNS_A_BLOCK_MIN / 2));
  if (blocks < BLOCKS_MIN || !areDifferent(returns)) return null;
  return threads.run("overfitting", { study: open.thread, given: { returns, blocks }, signal });
}

async function judgeSweep(judging: Judging): Promise<SweepResult> {
  const { open, points, trials } = judging;
  const { spec, plan } = open;
  return {
    version: 1,
    kind: "sweep",
    data: dataOf(judging),
    grid: spec.kind === "backtest" ? {} : spec.grid,
    points: points.length,
    leftOut: plan.leftOut,
    best: bestOf(judging),
    trials,
    overfitting: await overfittingOf(judging),
  };
}

async function judgeBacktest(judging: Judging): Promise<BacktestResult> {
  const { threads, open, trials, trialSharpes, signal } = judging;
  const { plan, thread } = open;
  const { parameters = {}, range } = plan.walkAt(0);
  const given = { parameters, range, trialSharpes: ratiosOfTrials(trialSharpes, trials.total) };
  const report = await threads.run("report", { study: thread, given, signal });
  return { version: 1, kind: "backtest", data: dataOf(judging), trials, report };
}

/** What a study came to, once all of its points are there. */
export function judgeStudy(judging: Judging): Promise<StudyResult> {
  switch (judging.open.spec.kind) {
    case "backtest":
      return judgeBacktest(judging);
    case "sweep":
      return judgeSweep(judging);
    case "walk-forward":
      return judgeWalkForward(judging);
  }
}
