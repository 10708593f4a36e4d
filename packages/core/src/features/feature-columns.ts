import type { BarColumns } from "../market/bar.ts";
import { parseFeatureNames, periodsOf } from "./feature-name.ts";
import { indicatorOf } from "./indicator-kinds.ts";

function lagged(column: Float64Array, lag: number): Float64Array {
  if (lag === 0) return column;
  const values = new Float64Array(column.length).fill(NaN);
  values.set(column.subarray(0, Math.max(0, column.length - lag)), Math.min(lag, column.length));
  return values;
}

/**
 * The features of one instrument over all its bars, one column per name: NaN while one warms up.
 * Equal to a FeatureEngine that was pushed every bar, to the last bit.
 */
export function featureColumns(featureNames: readonly string[], columns: BarColumns): readonly Float64Array[] {
  return parseFeatureNames(featureNames).map((name) => lagged(indicatorOf(name).column(columns, periodsOf(name)[0]), name.lag));
}
