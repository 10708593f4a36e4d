/**
 * Tables as text: CSV after RFC 4180 (comma, CRLF, quotes doubled) and JSON Lines (UTF-8, one object a
 * line, LF). The same rows give the same bytes everywhere. Lines come one at a time, so that a curve
 * of millions of marks need not stand in memory as text.
 */
import { civilOfMs } from "../time/calendar.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../time/timeframe.ts";

/** An exact decimal as text: money, quantities and prices, which doubles would round. */
export type DecimalCell = { readonly decimal: string };

/** A cell; null is an empty cell in CSV and null in JSON. */
export type ExportCell = string | number | boolean | null | DecimalCell;

export type ExportColumn<Row> = { readonly name: string; readonly cell: (row: Row) => ExportCell };

export type ExportFormat = "csv" | "jsonl";

/** A spreadsheet runs a cell that begins so, in either width; an apostrophe in front keeps text text. */
const FORMULA_START = /^[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** The shortest decimal that names a double, without an exponent and without a negative zero; no text for what is no number. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`no number to export: ${value}`);
  const text = String(value === 0 ? 0 : value);
  const [mantissa = "", exponent] = text.split("e");
  if (exponent === undefined) return text;
  const sign = mantissa.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = mantissa.slice(sign.length).split(".");
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, "0");
}

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csvField(cell: ExportCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return plainNumber(cell);
  if (typeof cell === "boolean") return String(cell);
  if (typeof cell === "object") return cell.decimal;
  return quoted(FORMULA_START.test(cell) ? `'${cell}` : cell);
}

/** Numbers are written as in CSV, so that both exports say the same; exact decimals are strings, which no reader rounds. */
function jsonValue(cell: ExportCell): string {
  if (typeof cell === "number") return plainNumber(cell);
  return JSON.stringify(cell !== null && typeof cell === "object" ? cell.decimal : cell);
}

/** The lines of a table with their line ends: of CSV the header first. */
export function* exportLines<Row>(
  columns: readonly ExportColumn<Row>[],
  rows: Iterable<Row>,
  format: ExportFormat,
): Generator<string, undefined> {
  if (format === "csv") yield `${columns.map(({ name }) => quoted(name)).join(",")}\r\n`;
  for (const row of rows) {
    if (format === "csv") yield `${columns.map(({ cell }) => csvField(cell(row))).join(",")}\r\n`;
    else yield `{${columns.map(({ name, cell }) => `${JSON.stringify(name)}:${jsonValue(cell(row))}`).join(",")}}\n`;
  }
}

const padded = (value: number, length: number): string => String(value).padStart(length, "0");

/** A time as `2024-01-31T23:00:00.000Z`, for years 0 to 9999. */
export function utcOfMs(ms: number): string {
  const { year, month, day } = civilOfMs(ms);
  const ofDay = ms - Math.floor(ms / DAY_MS) * DAY_MS;
  const part = (unitMs: number, count: number): number => Math.floor(ofDay / unitMs) % count;
  const clock = `${padded(part(HOUR_MS, 24), 2)}:${padded(part(MINUTE_MS, 60), 2)}:${padded(part(SECOND_MS, 60), 2)}.${padded(ofDay % SECOND_MS, 3)}`;
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}T${clock}Z`;
}
