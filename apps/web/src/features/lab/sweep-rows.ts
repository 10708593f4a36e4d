/** Points of a sweep as columns: row i of each is one parameter set. */
export type SweepPoints = {
  readonly parameters: Readonly<Record<string, readonly number[]>>;
  readonly metrics: Readonly<Record<string, readonly (number | null)[]>>;
};

export type SweepRow = {
  readonly index: number;
  readonly parameters: Readonly<Record<string, number>>;
  readonly metrics: Readonly<Record<string, number | null>>;
};

const cut = <Value>(columns: Readonly<Record<string, readonly Value[]>>, index: number): Record<string, Value> =>
  Object.fromEntries(Object.entries(columns).flatMap(([name, values]) => (values[index] === undefined ? [] : [[name, values[index]]])));

/** The same points, set by set. */
export function rowsOfSweep(points: SweepPoints): readonly SweepRow[] {
  const [first = []] = Object.values(points.parameters);
  return first.map((_, index) => ({ index, parameters: cut(points.parameters, index), metrics: cut(points.metrics, index) }));
}

/** The set with the best figure, of two alike the first; undefined where none has one. */
export function bestIndex(points: SweepPoints, of: { readonly metric: string; readonly isLowerBetter: boolean }): number | undefined {
  let best: { readonly index: number; readonly value: number } | undefined;
  for (const [index, value] of (points.metrics[of.metric] ?? []).entries()) {
    if (value === null) continue;
    if (best === undefined || (of.isLowerBetter ? value < best.value : value > best.value)) best = { index, value };
  }
  return best?.index;
}
