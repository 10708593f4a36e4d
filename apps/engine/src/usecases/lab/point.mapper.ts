import type { PointMetrics, StudyResult } from "@ballast/core/backtest/study-result";
import type { StudyPoint } from "@ballast/db/repositories/study-points";

/** A stored point's figures: written by this engine and never changed since. */
export function pointMetrics(metrics: StudyPoint["metrics"]): PointMetrics {
  return metrics as PointMetrics;
}

/** A stored study's result: written by this engine when it judged it, and never changed since. */
export function resultOfRow(result: unknown): StudyResult {
  return result as StudyResult;
}
