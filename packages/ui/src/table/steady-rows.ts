/**
 * Rows in the order that a reader is looking at, with what each holds now: none comes, goes or moves.
 * A row that is gone meanwhile stays as it was last seen.
 */
export function steadyRows<Row>(seen: readonly Row[], now: readonly Row[], rowKey: (row: Row) => string): readonly Row[] {
  const byKey = new Map(now.map((row) => [rowKey(row), row]));
  return seen.map((row) => byKey.get(rowKey(row)) ?? row);
}
