export type TableColumn<Row> = { readonly title: string; readonly cell: (row: Row) => string; readonly align?: "right" };

/** Rows under titles, each column as wide as it must be. */
export function formatTable<Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ cell }) => cell(row)))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => (line[index] ?? "").length)));
  const write = (line: readonly string[]): string =>
    line
      .map((cell, index) => (columns[index]?.align === "right" ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0)))
      .join("  ")
      .trimEnd();
  return lines.map(write).join("\n");
}

/** A time as people read it, UTC, to the minute. */
export const utcText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")}Z`;

/** A count with its noun: 1 row, 2,000 rows. */
export const countedText = (count: number, one: string, many = `${one}s`): string => `${countText(count)} ${count === 1 ? one : many}`;

/** 1234567 as 1,234,567. */
export const countText = (count: number): string => count.toString().replace(/\B(?=(\d{3})+$)/g, ",");
