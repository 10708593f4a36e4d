import type { StudySpec } from "@ballast/core/backtest/study-spec";
import type { BarColumns } from "@ballast/core/market/bar";
import { columnsBetween } from "@ballast/core/market/columns";
import type { Instrument } from "@ballast/core/market/instrument";
import type { StudyPoint } from "@ballast/db/repositories/study-points";
import { AppError } from "@ballast/jobs/app-error";
import type { ThreadPool } from "../../lab-threads/thread-pool.ts";
import { shareMarket } from "./study-market.ts";
import { cutIntoChunks, planStudy } from "./study-plan.ts";
import { shippedProfile } from "./study-profile.ts";
import type { OpenStudy } from "./study-shelf.ts";
import { isReferenceStudy, rowWeight } from "@ballast/core/backtest/study-weight";
import { chosenOf, outcomesOf, pointOf, type ChosenWalk } from "./walk-points.ts";

/** A study over bars in memory, planned whole; what is wrong with it is refused here, before any work. */
export function openFileStudy(spec: StudySpec, of: { readonly columns: BarColumns; readonly instrument: Instrument }): OpenStudy {
  const inPeriod = columnsBetween(of.columns, spec);
  if (inPeriod.tsMs.length === 0) throw new AppError("PERIOD_WITHOUT_BARS", "the file has no bar in this period", { retry: "never" });
  const columns = isReferenceStudy(spec) ? inPeriod : columnsBetween(of.columns, { fromMs: -Infinity, toMs: spec.toMs });
  const market = shareMarket(spec, { series: [columns], instruments: [of.instrument] });
  return { spec, plan: planStudy(spec, market.rowsMs.length), thread: { key: "file", spec, profile: shippedProfile(spec), market } };
}

type Progress = (done: number, of: number) => void;

/**
 * Walks all points of a study in the threads of this process, without a server: pieces as the engine cuts
 * them, those out of sample once their folds have chosen.
 */
export async function walkFileStudy(
  threads: Pick<ThreadPool, "run">,
  of: { readonly open: OpenStudy; readonly signal: AbortSignal; readonly onProgress: Progress },
): Promise<readonly StudyPoint[]> {
  const { open, signal, onProgress } = of;
  const { plan } = open;
  let done = 0;
  const walkStage = async (walks: readonly ChosenWalk[]): Promise<readonly StudyPoint[]> => {
    const barsPerWalk = rowWeight(open.spec) * Math.max(0, ...walks.map(({ range }) => range.to - range.from));
    const pieces = cutIntoChunks({ first: 0, end: walks.length, chunkFrom: 0, barsPerWalk });
    const points = await Promise.all(
      pieces.map(async ({ firstPoint, points: count }) => {
        const piece = walks.slice(firstPoint, firstPoint + count);
        const outcomes = await outcomesOf(threads, { open, walks: piece, signal });
        done += piece.length;
        onProgress(done, plan.walks);
        return piece.flatMap((walk, index) => (outcomes[index] === undefined ? [] : [pointOf(walk, outcomes[index])]));
      }),
    );
    return points.flat();
  };
  const planned = Array.from({ length: plan.walks }, (_, index) => plan.walkAt(index));
  const inSample = await walkStage(planned.slice(0, plan.inSampleWalks).map((walk) => ({ ...walk, chosen: walk.parameters })));
  const byFold = Map.groupBy(inSample, ({ fold }) => fold);
  const outOfSample = planned.slice(plan.inSampleWalks).map((walk): ChosenWalk => {
    const chosen = chosenOf(byFold.get(walk.fold) ?? []);
    return { ...walk, point: chosen?.point ?? 0, chosen: chosen?.parameters };
  });
  return [...inSample, ...(await walkStage(outOfSample))];
}
