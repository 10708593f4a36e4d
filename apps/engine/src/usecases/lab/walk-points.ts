import type { ParameterSet } from "@ballast/core/backtest/parameter-grid";
import type { PointMetrics } from "@ballast/core/backtest/study-result";
import { chooseBest } from "@ballast/core/backtest/walk-forward";
import type { StudyPoint } from "@ballast/db/repositories/study-points";
import type { ThreadPool } from "../../lab-threads/thread-pool.ts";
import { cashMetrics } from "./point-metrics.ts";
import type { PlannedWalk } from "./study-plan.ts";
import type { OpenStudy } from "./study-shelf.ts";

/** A walk that was planned, with the set that it is of by now; undefined where its fold chose none. */
export type ChosenWalk = PlannedWalk & { readonly chosen: ParameterSet | undefined };

/** The point that a fold chose: the best ratio of its own training stretch, and nothing else, says which. */
export function chosenOf(trained: readonly StudyPoint[]): StudyPoint | undefined {
  const chosen = chooseBest(trained.map(({ metrics }) => metrics["sharpe"] ?? null));
  return chosen === null ? undefined : trained[chosen];
}

type Outcome = { readonly metrics: PointMetrics; readonly returns: Float64Array };

/** What walks came to, in their order; one without a set stayed in cash. */
export async function outcomesOf(
  threads: Pick<ThreadPool, "run">,
  of: { readonly open: OpenStudy; readonly walks: readonly ChosenWalk[]; readonly signal: AbortSignal },
): Promise<readonly Outcome[]> {
  const { open, walks, signal } = of;
  const orders = walks.flatMap(({ chosen: parameters, range }) => (parameters === undefined ? [] : [{ parameters, range }]));
  const walked = orders.length === 0 ? [] : await threads.run("walk", { study: open.thread, given: { orders }, signal });
  let next = 0;
  return walks.map(({ chosen, range }) => {
    const done = chosen === undefined ? undefined : walked[next++];
    return done ?? { metrics: cashMetrics(open.spec, range), returns: new Float64Array(0) };
  });
}

export const pointOf = (walk: ChosenWalk, { metrics, returns }: Outcome): StudyPoint => ({
  fold: walk.fold,
  isOutOfSample: walk.isOutOfSample,
  point: walk.point,
  parameters: walk.chosen ?? {},
  metrics,
  returns,
});
