import { toCsv } from "../format/csv.ts";
import type { Column } from "./column.ts";

/** A table as CSV: every column, hidden ones too, with its unit in the header. */
export function rowsToCsv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const header = columns.map((column) => (column.unit === undefined ? column.header : `${column.header} (${column.unit})`));
  return toCsv(
    header,
    rows.map((row) => columns.map((column) => column.value(row))),
  );
}
