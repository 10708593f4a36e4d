import type { Column } from "./column.ts";

/** Rows in which every word of the query occurs in some column, whatever its case. */
export function filterRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], query: string): readonly Row[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = columns.map((column) => String(column.value(row) ?? "").toLowerCase()).join("\n");
    return words.every((word) => text.includes(word));
  });
}
