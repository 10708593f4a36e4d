/** One place on the time axis of several lines; null where a line is not defined. */
export type LineRow = {
  readonly atMs: number;
  readonly values: Readonly<Record<string, number | null>>;
  /** Below the high so far, as a fraction at or under 0; null where it is not told. */
  readonly drawdown: number | null;
  /** Part of the worth that is in the market, 0 to 1; null where it is not told. */
  readonly invested: number | null;
};

export type Line = {
  readonly key: string;
  readonly label: string;
  /** A benchmark: what would have been without. */
  readonly isDashed?: boolean;
};

/** Five lines at most, each in a colour of its own. */
export const LINE_COLOURS = ["var(--series-1)", "var(--series-2)", "var(--series-3)", "var(--series-5)", "var(--series-4)"] as const;

export function lineColour(index: number): string {
  return LINE_COLOURS[index % LINE_COLOURS.length] ?? LINE_COLOURS[0];
}

/** The lowest and the highest value of all lines; undefined where there is none. */
export function rangeOf(rows: readonly LineRow[], lines: readonly Line[]): { readonly low: number; readonly high: number } | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of rows)
    for (const { key } of lines) {
      const value = values[key];
      if (value === null || value === undefined) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  return low <= high ? { low, high } : undefined;
}

/** The last value that a line has. */
export function lastOf(rows: readonly LineRow[], key: string): number | null {
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const value = rows[index]?.values[key];
    if (value !== null && value !== undefined) return value;
  }
  return null;
}

/** A curve that came without its drawdown: each place against the highest so far. */
export function withDrawdown(rows: readonly LineRow[], key: string): readonly LineRow[] {
  let high = 0;
  return rows.map((row) => {
    const value = row.values[key];
    if (value === null || value === undefined) return row;
    high = Math.max(high, value);
    return { ...row, drawdown: high > 0 ? value / high - 1 : null };
  });
}

type Curve = readonly { readonly tsMs: number; readonly equity: number }[];

/** The value of a curve at a time: that of its last point before or at it; null before its first. */
function valueAt(curve: Curve, atMs: number): number | null {
  let [low, high] = [0, curve.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((curve[middle]?.tsMs ?? Number.POSITIVE_INFINITY) <= atMs) low = middle + 1;
    else high = middle;
  }
  return curve[low - 1]?.equity ?? null;
}

/**
 * Curves of different runs as multiples of 100, each from its own first point, on one time axis. A run
 * that has ended is not drawn on: its line stops where it stopped.
 */
export function indexedRows(curves: ReadonlyMap<string, Curve>, pointsMax: number): readonly LineRow[] {
  const all = [...curves.values()];
  const fromMs = Math.min(...all.map((curve) => curve[0]?.tsMs ?? Number.POSITIVE_INFINITY));
  const toMs = Math.max(...all.map((curve) => curve.at(-1)?.tsMs ?? Number.NEGATIVE_INFINITY));
  if (!(fromMs < toMs)) return [];
  return Array.from({ length: pointsMax }, (_, index) => {
    const atMs = Math.round(fromMs + ((toMs - fromMs) * index) / (pointsMax - 1));
    const values = [...curves].map(([key, curve]) => {
      const [first, last] = [curve[0], curve.at(-1)];
      const value = first === undefined || last === undefined || atMs > last.tsMs ? null : valueAt(curve, atMs);
      return [key, value === null || first === undefined || first.equity <= 0 ? null : (value / first.equity) * 100] as const;
    });
    return { atMs, values: Object.fromEntries(values), drawdown: null, invested: null };
  });
}
