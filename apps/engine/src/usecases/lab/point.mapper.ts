import type { PointMetrics } from "@ballast/core/backtest/study-result";
import type { StudyPoint } from "@ballast/db/repositories/study-points";

/** A stored point's figures: written by this engine and never changed since. */
export function pointMetrics(metrics: StudyPoint["metrics"]): PointMetrics {
  return metrics as PointMetrics;
}
