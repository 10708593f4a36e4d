/** Columns by the names of their features, in the order asked for. */
export type ColumnsOf = (names: readonly string[]) => readonly Float64Array[];

/** What a set of the reference strategy reads at once: kept however long its bars are. */
const COLUMNS_MIN = 5;

/**
 * Computes a column once for all sets that read it, and keeps those that were asked for last, in so many
 * bytes: a grid over years of hours has all of its indicators, one over years of minutes those of its set.
 */
export function keptColumns(of: {
  readonly rows: number;
  readonly bytesMax: number;
  readonly compute: (name: string) => Float64Array;
}): ColumnsOf {
  const bytesAColumn = Math.max(1, of.rows) * Float64Array.BYTES_PER_ELEMENT;
  const columnsMax = Math.max(COLUMNS_MIN, Math.floor(of.bytesMax / bytesAColumn));
  const kept = new Map<string, Float64Array>();
  const columnOf = (name: string): Float64Array => {
    const column = kept.get(name) ?? of.compute(name);
    kept.delete(name);
    kept.set(name, column);
    const [oldest] = kept.keys();
    if (kept.size > columnsMax && oldest !== undefined) kept.delete(oldest);
    return column;
  };
  return (names) => names.map(columnOf);
}
