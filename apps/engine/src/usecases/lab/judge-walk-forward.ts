import { curvePoints } from "@ballast/core/backtest/curve-points";
import { drawdownFacts } from "@ballast/core/backtest/drawdown";
import { returnsOf } from "@ballast/core/backtest/marks";
import { CURVE_POINTS_MAX } from "@ballast/core/backtest/report";
import { momentsOf } from "@ballast/core/backtest/return-moments";
import { barsAYear, riskRatios } from "@ballast/core/backtest/risk-ratios";
import type { FoldOutcome, TrialCount, WalkForwardResult } from "@ballast/core/backtest/study-result";
import { cashRun, runReturn, stitchRuns, walkForwardEfficiency, type FoldRun } from "@ballast/core/backtest/walk-forward";
import type { MarkColumns } from "@ballast/core/backtest/marks";
import type { BarRange, Fold } from "@ballast/core/backtest/walk-forward-plan";
import type { StudyPoint } from "@ballast/db/repositories/study-points";
import { dataOf, deflate, type Judging } from "./judging.ts";
import { chosenOf } from "./walk-points.ts";

/** What a fold chose, told again by its points in sample; undefined where none has a ratio. An empty set is a choice like any other. */
type FoldChosen = StudyPoint | undefined;

/** The stretch out of sample of every fold, walked again for its marks: the rows keep what is needed to compare, not to draw. */
async function runsOf({ threads, open, signal }: Judging, chosen: readonly FoldChosen[]): Promise<readonly FoldRun[]> {
  const { plan, thread } = open;
  const { rowsMs: tsMs } = thread.market;
  return Promise.all(
    plan.folds.map(async ({ outOfSample: range }, fold) => {
      const parameters = chosen[fold]?.parameters;
      if (parameters === undefined) return cashRun(tsMs.slice(range.from, range.to));
      return threads.run("curve", { study: thread, given: { parameters, range }, signal });
    }),
  );
}

type Period = { readonly fromMs: number; readonly toMs: number };

function foldOutcome(
  fold: Fold,
  of: {
    readonly chosen: FoldChosen;
    readonly outOfSample: StudyPoint;
    readonly run: FoldRun;
    readonly periodOf: (range: BarRange) => Period;
  },
): FoldOutcome {
  const { chosen, outOfSample, run, periodOf } = of;
  return {
    n: fold.n,
    inSample: periodOf(fold.inSample),
    outOfSample: periodOf(fold.outOfSample),
    chosen: chosen?.parameters ?? null,
    inSampleSharpe: chosen?.metrics["sharpe"] ?? null,
    outOfSampleSharpe: outOfSample.metrics["sharpe"] ?? null,
    outOfSampleReturn: runReturn(run),
    outOfSampleTrades: outOfSample.metrics["trades"] ?? 0,
  };
}

function figuresOf(
  marks: MarkColumns,
  of: { readonly timeframeMs: number; readonly startEquity: number; readonly trials: TrialCount },
): WalkForwardResult["outOfSample"] {
  const { timeframeMs, startEquity, trials } = of;
  const returns = returnsOf(marks.equity);
  const moments = returns === undefined ? undefined : momentsOf(returns);
  const { sharpe } = riskRatios(returns, moments, barsAYear(timeframeMs));
  const last = marks.equity[marks.equity.length - 1] ?? startEquity;
  const ratio = moments === undefined || moments.deviation === 0 ? null : moments.mean / moments.deviation;
  const { skew, kurtosis } = moments ?? { skew: null, kurtosis: null };
  return {
    sharpe,
    totalReturn: last / startEquity - 1,
    maxDrawdown: drawdownFacts(marks.tsMs, marks.equity).depth,
    deflatedSharpe: deflate({ sharpePerBar: ratio, observations: returns?.length ?? 0, skew, kurtosis }, trials),
    curve: curvePoints({ ...marks, benchmark: undefined }, CURVE_POINTS_MAX),
  };
}

/** Folds by what each chose inside its own training stretch, and one curve of what came after each. */
export async function judgeWalkForward(judging: Judging): Promise<WalkForwardResult> {
  const { open, points, trials } = judging;
  const { spec, plan, thread } = open;
  const byFold = Map.groupBy(points, ({ fold }) => fold);
  const chosen = plan.folds.map((_, fold) => chosenOf((byFold.get(fold) ?? []).filter(({ isOutOfSample }) => !isOutOfSample)));
  const runs = await runsOf(judging, chosen);
  const { rowsMs: tsMs } = thread.market;
  const periodOf = ({ from, to }: BarRange): Period => ({ fromMs: tsMs[from] ?? 0, toMs: (tsMs[to - 1] ?? 0) + spec.timeframeMs });
  const folds = plan.folds.map((fold, index) => {
    const [outOfSample, run] = [byFold.get(index)?.find((point) => point.isOutOfSample), runs[index]];
    if (outOfSample === undefined || run === undefined) throw new RangeError(`fold ${fold.n} has no point out of sample`);
    return foldOutcome(fold, { chosen: chosen[index], outOfSample, run, periodOf });
  });
  const startEquity = Number(spec.balance);
  return {
    version: 1,
    kind: "walk-forward",
    data: dataOf(judging),
    grid: spec.kind === "backtest" ? {} : spec.grid,
    points: plan.points.length,
    leftOut: plan.leftOut,
    folds,
    unusedBars: plan.folds[0]?.inSample.from ?? 0,
    efficiency: walkForwardEfficiency(
      folds.map((fold) => ({ inSampleScore: fold.inSampleSharpe, outOfSampleScore: fold.outOfSampleSharpe })),
    ),
    outOfSample: figuresOf(stitchRuns(runs, startEquity), { timeframeMs: spec.timeframeMs, startEquity, trials }),
    trials,
  };
}
