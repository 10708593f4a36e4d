export type CsvCell = string | number | bigint | boolean | undefined | null;

/** A spreadsheet runs a cell that starts so; a quote in front keeps text text. */
const FORMULA_START = /^[=+\-@\t\r]/;
const NUMERAL = /^[+-]?\d+(\.\d+)?$/;

function csvCell(cell: CsvCell): string {
  if (cell === undefined || cell === null) return "";
  const text = String(cell);
  const safe = FORMULA_START.test(text) && !NUMERAL.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as RFC 4180 text. Undefined is an empty cell, numbers stay plain, and text that a spreadsheet would run is disarmed. */
export function toCsv(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [header, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
}
