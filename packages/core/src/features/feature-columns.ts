import type { BarColumns } from "../market/bar.ts";
import { formatFeatureName, parseFeatureNames, periodsOf } from "./feature-name.ts";
import { indicatorOf } from "./indicator-kinds.ts";

function lagged(column: Float64Array, lag: number): Float64Array {
  if (lag === 0) return column;
  const values = new Float64Array(column.length).fill(NaN, 0, lag);
  values.set(column.subarray(0, Math.max(0, column.length - lag)), Math.min(lag, column.length));
  return values;
}

/**
 * The features of one instrument over all its bars, one column per name: NaN while one warms up.
 * Equal to a FeatureEngine that was pushed every bar, to the last bit.
 */
export function featureColumns(featureNames: readonly string[], columns: BarColumns): readonly Float64Array[] {
  const atOnce = new Map<string, Float64Array>();
  return parseFeatureNames(featureNames).map((name) => {
    const key = formatFeatureName({ ...name, lag: 0 });
    const column = atOnce.get(key) ?? indicatorOf(name).column(columns, periodsOf(name)[0]);
    atOnce.set(key, column);
    return lagged(column, name.lag);
  });
}
