/** Points as columns: row i of each is one. */
export type HeatPoints = {
  readonly parameters: Readonly<Record<string, readonly number[]>>;
  readonly metrics: Readonly<Record<string, readonly (number | null)[]>>;
};

export type HeatAxes = { readonly x: string; readonly y: string };

/** A cell holds the points that share its two values: one, or as many as the axes that are not drawn have. */
export type HeatCell = {
  readonly x: number;
  readonly y: number;
  /** Of the best point of the cell; null where no point of it has one. */
  readonly value: number | null;
  /** Index of that point; undefined where the grid left the set out. */
  readonly index: number | undefined;
  readonly points: number;
};

export type HeatTable = {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly cells: ReadonlyMap<string, HeatCell>;
  readonly low: number;
  readonly high: number;
};

export const cellKey = (x: number, y: number): string => `${x} ${y}`;

const ascending = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((left, right) => left - right);

/**
 * A grid seen along two of its axes. Where more than one point falls into a cell the best stands for
 * all: higher is better, or lower where the metric is a loss.
 */
export function heatTable(points: HeatPoints, of: HeatAxes & { readonly metric: string; readonly isLowerBetter: boolean }): HeatTable {
  const [columnX = [], columnY = [], values = []] = [points.parameters[of.x], points.parameters[of.y], points.metrics[of.metric]];
  const cells = new Map<string, HeatCell>();
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  columnX.forEach((x, index) => {
    const y = columnY[index] ?? Number.NaN;
    const value = values[index] ?? null;
    const before = cells.get(cellKey(x, y));
    const isBetter = before === undefined || isAhead(value, before.value, of.isLowerBetter);
    const best = isBetter ? { value, index } : { value: before.value, index: before.index };
    cells.set(cellKey(x, y), { x, y, ...best, points: (before?.points ?? 0) + 1 });
  });
  for (const { value } of cells.values()) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { xs: ascending(columnX), ys: ascending(columnY), cells, low, high };
}

function isAhead(value: number | null, other: number | null, isLowerBetter: boolean): boolean {
  if (value === null) return false;
  if (other === null) return true;
  return isLowerBetter ? value < other : value > other;
}

/**
 * Where a value stands, from −1 (as bad as any) over 0 (neither gain nor loss) to 1 (as good as any). A
 * metric without a zero that means something runs from its worst to its best.
 */
export function heatLevel(value: number, { low, high }: Pick<HeatTable, "low" | "high">, isLowerBetter: boolean): number {
  if (isLowerBetter) return high === low ? 0 : 1 - (2 * (value - low)) / (high - low);
  const reach = Math.max(Math.abs(low), Math.abs(high));
  return reach === 0 ? 0 : value / reach;
}
