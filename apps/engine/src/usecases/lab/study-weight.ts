import type { StudySpec } from "@ballast/core/backtest/study-spec";

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
