import { deflatedSharpe } from "@ballast/core/backtest/deflated-sharpe";
import type { BacktestResult, JudgedPoint, PointMetrics, SweepResult, TrialCount } from "@ballast/core/backtest/study-result";
import type { ParameterSet } from "@ballast/core/backtest/parameter-grid";
import { readPoints, type StudyPoint } from "@ballast/db/repositories/study-points";
import type { Study } from "@ballast/db/repositories/studies";
import { readTrialSharpes, readTrialStanding } from "@ballast/db/repositories/trials";
import type { Made } from "../../lab-threads/thread-messages.ts";
import type { LabPorts } from "./lab-ports.ts";
import { pointMetrics } from "./point.mapper.ts";
import { describeData } from "./study-market.ts";
import type { OpenStudy } from "./study-shelf.ts";

type Judging = { readonly study: Study; readonly open: OpenStudy; readonly signal: AbortSignal };
type JudgePorts = Pick<LabPorts, "pool" | "threads">;

/** Points that a result names; all of them are rows. */
const BEST_LISTED = 20;
/** CSCV is C(blocks, blocks ÷ 2) partings of all points: fewer blocks for more of them keep it at seconds. */
const BLOCKS_BY_POINTS: readonly (readonly [points: number, blocks: number])[] = [
  [1_500, 16],
  [6_000, 12],
  [Infinity, 10],
];

/** How often the dataset was tried by now, this study's trials among them. */
export async function countTrials({ pool }: JudgePorts, study: Study): Promise<TrialCount> {
  const standing = await readTrialStanding(pool, { tenantId: study.tenantId, datasetHashes: [study.datasetHash] });
  return { total: standing.trials, ofThisStudy: study.pointsTotal, sharpeVariance: standing.sharpeVariance };
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

/** Points by their ratio, the best first, of two alike the earlier; those without one are left out. */
export function bestOf(
  points: readonly { readonly point: number; readonly parameters: ParameterSet; readonly metrics: PointMetrics }[],
  trials: TrialCount,
): readonly JudgedPoint[] {
  return points
    .filter(({ metrics }) => metrics.sharpe !== null)
    .sort((left, right) => (right.metrics.sharpe ?? 0) - (left.metrics.sharpe ?? 0) || left.point - right.point)
    .slice(0, BEST_LISTED)
    .map(({ point, parameters, metrics }) => ({ point, parameters, metrics, deflatedSharpe: deflate(metrics, trials) }));
}

const BLOCKS_MIN = 4;
const RETURNS_A_BLOCK_MIN = 2;

/** CSCV over a whole sweep, in a thread; null where points or bars are too few. */
export async function overfittingOf(
  { threads }: Pick<LabPorts, "threads">,
  of: Pick<Judging, "open" | "signal"> & { readonly returns: readonly Float64Array[] },
): Promise<Made<"overfitting"> | null> {
  const { returns, open, signal } = of;
  const length = returns[0]?.length ?? 0;
  const wished = BLOCKS_BY_POINTS.find(([points]) => returns.length <= points)?.[1] ?? BLOCKS_MIN;
  const blocks = Math.min(wished, 2 * Math.floor(length / RETURNS_A_BLOCK_MIN / 2));
  if (returns.length < 2 || blocks < BLOCKS_MIN) return null;
  return threads.run("overfitting", { study: open.thread, given: { returns, blocks }, signal });
}

const pointWithMetrics = ({ point, parameters, metrics }: StudyPoint) => ({ point, parameters, metrics: pointMetrics(metrics) });

export async function judgeSweep(ports: JudgePorts, { study, open, signal }: Judging): Promise<SweepResult> {
  const { spec, plan, thread } = open;
  const points = await readPoints(ports.pool, study, { isWithReturns: true });
  const trials = await countTrials(ports, study);
  const overfitting = await overfittingOf(ports, { open, signal, returns: points.map(({ returns }) => returns) });
  return {
    version: 1,
    kind: "sweep",
    data: describeData(thread.market, spec),
    grid: spec.kind === "backtest" ? {} : spec.grid,
    points: points.length,
    leftOut: plan.leftOut,
    best: bestOf(points.map(pointWithMetrics), trials),
    trials,
    overfitting,
  };
}

export async function judgeBacktest(ports: JudgePorts, { study, open, signal }: Judging): Promise<BacktestResult> {
  const { plan, spec, thread } = open;
  const { parameters = {}, range } = plan.walkAt(0);
  const trialSharpes = await readTrialSharpes(ports.pool, study);
  const report = await ports.threads.run("report", { study: thread, given: { parameters, range, trialSharpes }, signal });
  return { version: 1, kind: "backtest", data: describeData(thread.market, spec), trials: await countTrials(ports, study), report };
}
