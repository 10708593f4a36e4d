import type { StudySpec } from "./study-spec.ts";
import type { BarRange } from "./walk-forward-plan.ts";

/** A close with features, regime and every check of a profile costs as much as so many of the reference strategy's bars. */
const GOVERNED_WEIGHT = 25;

/** Whether bars alone will do: the reference strategy on one instrument, on which neither risk nor regime looks. */
export function isReferenceStudy({ strategy, profile, instruments }: StudySpec): boolean {
  return strategy === "ema-atr" && profile === "reference" && instruments.length === 1;
}

/** What one row of a study costs, in bars of the reference strategy. */
export function rowWeight(spec: StudySpec): number {
  return isReferenceStudy(spec) ? 1 : GOVERNED_WEIGHT * spec.instruments.length;
}

/** What a study costs in all, in bars of the reference strategy: every set over every stretch that it is tried on. */
export function studySteps(spec: StudySpec, of: { readonly sets: number; readonly ranges: readonly BarRange[] }): number {
  return of.ranges.reduce((sum, { from, to }) => sum + (to - from) * of.sets, 0) * rowWeight(spec);
}
