import { foldsOf, type BarRange, type Fold } from "@ballast/core/backtest/walk-forward-plan";
import type { ParameterSet } from "@ballast/core/backtest/parameter-grid";
import { STUDY_LIMITS } from "@ballast/core/backtest/study-limits";
import type { StudySpec } from "@ballast/core/backtest/study-spec";
import type { StudyChunk } from "@ballast/db/repositories/study-chunks";
import { AppError } from "@ballast/jobs/app-error";
import { foldPlanOf, parameterSetsOf } from "./parse-study.ts";
import { studySteps } from "@ballast/core/backtest/study-weight";

/** One walk of a study: a parameter set over a stretch of its bars. */
export type PlannedWalk = {
  readonly fold: number;
  readonly isOutOfSample: boolean;
  readonly point: number;
  /** Undefined: the set that the fold has chosen by then. */
  readonly parameters: ParameterSet | undefined;
  readonly range: BarRange;
};

/** All walks of a study in one order, and where those begin that wait for the others. */
export type StudyPlan = {
  readonly points: readonly ParameterSet[];
  readonly leftOut: number;
  readonly folds: readonly Fold[];
  /** Walks in sample, or all of a sweep; those out of sample follow. */
  readonly inSampleWalks: number;
  readonly walks: number;
  readonly walkAt: (index: number) => PlannedWalk;
};

const refuseLong = (steps: number): never => {
  throw new AppError(
    "STUDY_TOO_LARGE",
    `${steps.toLocaleString("en-US")} bars to walk in all, by what they cost; at most ${STUDY_LIMITS.barStepsMax.toLocaleString("en-US")}: take a smaller grid or a shorter period`,
    { retry: "never" },
  );
};

const refuseMany = (walks: number): never => {
  throw new AppError(
    "STUDY_TOO_LARGE",
    `${walks.toLocaleString("en-US")} walks; at most ${STUDY_LIMITS.walksMax.toLocaleString("en-US")}: take a smaller grid or fewer folds`,
    { retry: "never" },
  );
};

/** What a study comes to over so many bars. Known before any work: the same terms always give the same plan. */
export function planStudy(spec: StudySpec, barCount: number): StudyPlan {
  const { sets: points, leftOut } = parameterSetsOf(spec);
  const folds = spec.kind === "walk-forward" ? foldsOf(foldPlanOf(spec, barCount)) : [];
  const ranges = folds.length === 0 ? [{ from: 0, to: barCount }] : folds.map(({ inSample }) => inSample);
  const inSampleWalks = points.length * ranges.length;
  if (inSampleWalks + folds.length > STUDY_LIMITS.walksMax) refuseMany(inSampleWalks + folds.length);
  const steps = studySteps(spec, { sets: points.length, ranges });
  if (steps > STUDY_LIMITS.barStepsMax) refuseLong(steps);
  const walkAt = (index: number): PlannedWalk => {
    const fold = Math.floor(index / points.length);
    const range = ranges[fold];
    if (range !== undefined)
      return { fold, isOutOfSample: false, point: index % points.length, parameters: points[index % points.length], range };
    const chosenIn = folds[index - inSampleWalks];
    if (chosenIn === undefined) throw new RangeError(`no walk ${index} in a study of ${inSampleWalks + folds.length}`);
    return { fold: index - inSampleWalks, isOutOfSample: true, point: 0, parameters: undefined, range: chosenIn.outOfSample };
  };
  return { points, leftOut, folds, inSampleWalks, walks: inSampleWalks + folds.length, walkAt };
}

/** A piece takes about a fifth of a second: little to lose at a kill or to wait for at the end, and much beside its commit. */
const CHUNK_BARS = 1_000_000;
const CHUNK_POINTS_MAX = 250;

/** The walks from `first` to `end` in pieces for workers, numbered from `chunkFrom` on. */
export function cutIntoChunks(of: {
  readonly first: number;
  readonly end: number;
  readonly chunkFrom: number;
  readonly barsPerWalk: number;
}): readonly StudyChunk[] {
  const { first, end, chunkFrom } = of;
  const size = Math.max(1, Math.min(CHUNK_POINTS_MAX, Math.floor(CHUNK_BARS / Math.max(1, of.barsPerWalk))));
  const count = Math.ceil((end - first) / size);
  return Array.from({ length: count }, (_, index) => {
    const firstPoint = first + index * size;
    return { chunk: chunkFrom + index, firstPoint, points: Math.min(size, end - firstPoint) };
  });
}
