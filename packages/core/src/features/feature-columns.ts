import type { BarColumns } from "../market/bar.ts";
import { formatFeatureName, parseFeatureNames, periodsOf, type FeatureName } from "./feature-name.ts";
import { indicatorOf } from "./indicator-kinds.ts";

/** An indicator over all bars, with room before the first: read from there, it is what it was some bars ago. */
type RoomyColumn = { readonly whole: Float64Array; readonly room: number };

function roomyColumn(columns: BarColumns, name: FeatureName, room: number): RoomyColumn {
  const whole = new Float64Array(room + columns.close.length).fill(NaN, 0, room);
  indicatorOf(name).column(columns, periodsOf(name)[0], whole.subarray(room));
  return { whole, room };
}

/**
 * The features of one instrument over all its bars, one column per name: NaN while one warms up.
 * Equal to a FeatureEngine that was pushed every bar, to the last bit. Columns of one indicator that are
 * read so many bars back are views on the same memory.
 */
export function featureColumns(featureNames: readonly string[], columns: BarColumns): readonly Float64Array[] {
  const names = parseFeatureNames(featureNames);
  const room = Math.max(0, ...names.map(({ lag }) => lag));
  const atOnce = new Map<string, RoomyColumn>();
  return names.map((name) => {
    const key = formatFeatureName({ ...name, lag: 0 });
    const roomy = atOnce.get(key) ?? roomyColumn(columns, name, room);
    atOnce.set(key, roomy);
    const from = roomy.room - name.lag;
    return roomy.whole.subarray(from, from + columns.close.length);
  });
}
