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

/** Each bucket leaves its deepest mark and its last one, in their order. */
const POINTS_A_BUCKET = 2;

/** (running high − equity) ÷ running high at each mark; 0 while there is no positive high. */
function drawdownsOf(equity: Float64Array): Float64Array {
  let high = 0;
  return equity.map((worth) => {
    high = Math.max(high, worth);
    return high > 0 ? (high - worth) / high : 0;
  });
}

/** The row of the largest value in [from, to), the earlier of two alike. */
function largestRow(values: Float64Array, from: number, to: number): number {
  let largest = from;
  for (let row = from + 1; row < to; row += 1) if ((values[row] ?? NaN) > (values[largest] ?? NaN)) largest = row;
  return largest;
}

/** Rows to draw: all where they are few enough, else the deepest and the last of even buckets, and the first. */
function drawnRows(drawdowns: Float64Array, pointsMax: number): readonly number[] {
  const count = drawdowns.length;
  if (count <= pointsMax) return Array.from({ length: count }, (_, row) => row);
  const buckets = Math.max(1, Math.floor((pointsMax - 1) / POINTS_A_BUCKET));
  const rows = [0];
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = Math.max(1, Math.floor((bucket * count) / buckets));
    const to = Math.floor(((bucket + 1) * count) / buckets);
    const deepest = largestRow(drawdowns, from, to);
    if (deepest !== to - 1) rows.push(deepest);
    rows.push(to - 1);
  }
  return rows;
}

/** At most so many points of a curve, with every bucket's deepest mark in them, so that no drawdown is drawn shallower than it was. */
export function curvePoints(columns: DrawnColumns, pointsMax: number): readonly CurvePoint[] {
  const { tsMs, equity, exposure, benchmark } = columns;
  const drawdowns = drawdownsOf(equity);
  return drawnRows(drawdowns, pointsMax).map((row) => {
    const worth = equity[row] ?? NaN;
    return {
      tsMs: tsMs[row] ?? NaN,
      equity: worth,
      drawdown: drawdowns[row] ?? NaN,
      invested: worth > 0 ? (exposure[row] ?? 0) / worth : 0,
      benchmark: benchmark?.[row] ?? null,
    };
  });
}
