/** A point of a curve that is drawn: one mark of the bars that it stands for. */
export type CurvePoint = {
  readonly tsMs: number;
  readonly equity: number;
  /** (running high − equity) ÷ running high, over all marks and not only those that are drawn. */
  readonly drawdown: number;
  /** What was held ÷ equity; 0 without positive equity. */
  readonly invested: number;
  /** Buy and hold of the same bars; null without bars. */
  readonly benchmark: number | null;
};

export type DrawnColumns = {
  readonly tsMs: Float64Array;
  readonly equity: Float64Array;
  readonly exposure: Float64Array;
  readonly benchmark: Float64Array | undefined;
};

/** Each bucket leaves its lowest mark and its last one, in their order. */
const POINTS_A_BUCKET = 2;

/** The row of the lowest equity in [from, to), the earlier of two alike. */
function lowestRow(equity: Float64Array, from: number, to: number): number {
  let lowest = from;
  for (let row = from + 1; row < to; row += 1) if ((equity[row] ?? NaN) < (equity[lowest] ?? NaN)) lowest = row;
  return lowest;
}

/** Rows to draw: all where they are few enough, else the lowest and the last of even buckets, and the first. */
function drawnRows(equity: Float64Array, pointsMax: number): readonly number[] {
  const count = equity.length;
  if (count <= pointsMax) return Array.from({ length: count }, (_, row) => row);
  const buckets = Math.max(1, Math.floor((pointsMax - 1) / POINTS_A_BUCKET));
  const rows = [0];
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = Math.max(1, Math.floor((bucket * count) / buckets));
    const to = Math.floor(((bucket + 1) * count) / buckets);
    const lowest = lowestRow(equity, from, to);
    if (lowest !== to - 1) rows.push(lowest);
    rows.push(to - 1);
  }
  return rows;
}

/** At most so many points of a curve, with every bucket's lowest mark in them, so that no drawdown is drawn shallower than it was. */
export function curvePoints(columns: DrawnColumns, pointsMax: number): readonly CurvePoint[] {
  const { tsMs, equity, exposure, benchmark } = columns;
  let [high, next] = [-Infinity, 0];
  return drawnRows(equity, pointsMax).map((row) => {
    for (; next <= row; next += 1) high = Math.max(high, equity[next] ?? NaN);
    const worth = equity[row] ?? NaN;
    return {
      tsMs: tsMs[row] ?? NaN,
      equity: worth,
      drawdown: high > 0 ? (high - worth) / high : 0,
      invested: worth > 0 ? (exposure[row] ?? 0) / worth : 0,
      benchmark: benchmark?.[row] ?? null,
    };
  });
}
