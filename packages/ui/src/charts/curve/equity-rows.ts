export type EquityPoint = { readonly atMs: number; readonly value: number };

/** One place on the time axis: what the account was worth, and how far below its highest it stood. */
export type EquityRow = EquityPoint & {
  /** Value ÷ highest value so far − 1: never above 0; undefined before the first positive value. */
  readonly drawdown: number | undefined;
};

/** Equity with its drawdown from the running high, in one pass. Points ascend by time. */
export function toEquityRows(points: readonly EquityPoint[]): readonly EquityRow[] {
  let high = 0;
  return points.map((point) => {
    high = Math.max(high, point.value);
    return { ...point, drawdown: high > 0 ? point.value / high - 1 : undefined };
  });
}

/** The deepest drawdown: 0 where the curve never fell, undefined where there is none. */
export function deepestDrawdown(rows: readonly EquityRow[]): number | undefined {
  return rows.reduce<number | undefined>(
    (deepest, row) => (row.drawdown === undefined ? deepest : Math.min(deepest ?? 0, row.drawdown)),
    undefined,
  );
}

/**
 * At most `max` rows that look like all of them: of each bucket its lowest and its highest stay, in
 * order, so that no peak or trough is smoothed away; first and last always stay.
 */
export function thinRows(rows: readonly EquityRow[], max: number): readonly EquityRow[] {
  if (rows.length <= max) return rows;
  const buckets = Math.max(1, Math.floor((max - 2) / 2));
  const inner = rows.slice(1, -1);
  const size = Math.ceil(inner.length / buckets);
  const kept = Array.from({ length: Math.ceil(inner.length / size) }, (_, index) => {
    const bucket = inner.slice(index * size, (index + 1) * size);
    const byValue = [...bucket].sort((a, b) => a.value - b.value);
    const [lowest, highest] = [byValue[0], byValue.at(-1)];
    return bucket.filter((row) => row === lowest || row === highest);
  }).flat();
  return [...rows.slice(0, 1), ...kept, ...rows.slice(-1)];
}

/** A stretch of time of which nothing is known. */
export type CurveGap = { readonly fromMs: number; readonly toMs: number };

/** A place where the line breaks: between two known points, with no value of its own. */
export type BlankRow = { readonly atMs: number; readonly value: undefined; readonly drawdown: undefined };

/** Rows with a blank wherever a gap lies between two of them, so that no line is drawn across it. */
export function breakAtGaps(rows: readonly EquityRow[], gaps: readonly CurveGap[]): readonly (EquityRow | BlankRow)[] {
  if (gaps.length === 0) return rows;
  return rows.flatMap((row, index): readonly (EquityRow | BlankRow)[] => {
    const before = rows[index - 1];
    const isBroken = before !== undefined && gaps.some(({ fromMs, toMs }) => fromMs >= before.atMs && toMs <= row.atMs);
    return isBroken ? [{ atMs: (before.atMs + row.atMs) / 2, value: undefined, drawdown: undefined }, row] : [row];
  });
}
