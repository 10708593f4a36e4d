import { inspect } from "node:util";
import { formatUnits } from "@ballast/core/numeric/fixed";
import type { FileMetaData, ParquetParsers, SchemaElement } from "hyparquet";
import { VALUE_COLUMNS } from "./bar-batch.ts";
import { namedLayout } from "./column-layout.ts";
import type { ColumnScales, Scale } from "./column-scales.ts";
import { decimalRefusal, type CellPlace } from "./decimal-refusal.ts";
import { DECIMALS_MAX, faultOfDouble, readDecimal, SIGNIFICANT_DIGITS_MAX } from "./decimal.ts";
import { ImportRefused } from "./import-refused.ts";
import { TimestampReader, type TimestampUnit } from "./timestamp-unit.ts";

/** A column of a Parquet file, and how a cell of it becomes a number. */
type CellColumn = {
  readonly name: string;
  readonly read: (cell: unknown, line: number) => number;
  /** Decimals that its numbers may have, where they are stored as doubles. */
  readonly decimalsMax?: number;
};

export type ParquetColumns = {
  readonly timestamp: CellColumn;
  readonly timestamps: TimestampReader;
  /** The file declares the type of its timestamps: then no unit is read by magnitude. */
  readonly isTimeDeclared: boolean;
  readonly values: readonly CellColumn[];
  /** The metadata to read by: decimals come as the integers that they are stored as. */
  readonly metadata: FileMetaData;
};

/** Times in ms, with a fraction where the file is finer: a Date would cut it off unseen. */
export const TIME_PARSERS = {
  timestampFromMilliseconds: Number,
  timestampFromMicroseconds: (micros: bigint) => Number(micros) / 1e3,
  timestampFromNanoseconds: (nanos: bigint) => Number(nanos / 1_000n) / 1e3,
  dateFromDays: (days: number) => days * 86_400_000,
} satisfies Partial<ParquetParsers>;

/** A name for the type of a column, as its file declares it. */
function typeName({ type, logical_type, converted_type }: SchemaElement): string {
  return logical_type?.type ?? converted_type ?? type ?? "a group of columns";
}

const isDecimal = ({ converted_type, logical_type }: SchemaElement): boolean =>
  converted_type === "DECIMAL" || logical_type?.type === "DECIMAL";
const isTime = ({ type, converted_type, logical_type }: SchemaElement): boolean =>
  type === "INT96" || ["TIMESTAMP", "DATE"].includes(logical_type?.type ?? "") || /^(TIMESTAMP|DATE)/.test(converted_type ?? "");
const isText = ({ converted_type, logical_type }: SchemaElement): boolean => converted_type === "UTF8" || logical_type?.type === "STRING";
const isWhole = ({ type, converted_type, logical_type }: SchemaElement): boolean =>
  (type === "INT32" || type === "INT64") &&
  (logical_type === undefined || logical_type.type === "INTEGER") &&
  (converted_type === undefined || /^U?INT_/.test(converted_type));

function unsupported(element: SchemaElement, wanted: string): ImportRefused {
  const rounding = element.type === "FLOAT" || element.logical_type?.type === "FLOAT16" ? ", which has rounded what was printed" : "";
  return new ImportRefused({
    code: "UNSUPPORTED_TYPE",
    fact: `column ${element.name} is of the type ${typeName(element)}${rounding}`,
    mend: `Write it as ${wanted}.`,
  });
}

/** A column as refusals name it, and the scale that its numbers have to fit. */
type Column = Pick<CellPlace, "column"> & { readonly scale: Scale };

/** Times have no scale: that one is no whole number is said in its own words. */
const TIME_COLUMN: Column = { column: "timestamp", scale: { decimals: DECIMALS_MAX, of: "times" } };

const notANumber = (cell: unknown, at: Column & { readonly line: number }): ImportRefused =>
  decimalRefusal(cell === null || cell === undefined ? "no value" : inspect(cell), "not a number", at);

/** The integer that a decimal is stored as: two's complement, big-endian, where it is bytes. */
function unscaled(cell: unknown): bigint | undefined {
  if (typeof cell === "bigint") return cell;
  if (typeof cell === "number") return BigInt(cell);
  if (!(cell instanceof Uint8Array) || cell.length === 0) return undefined;
  return BigInt.asIntN(cell.length * 8, BigInt(`0x${Buffer.from(cell).toString("hex")}`));
}

const EXACT_MAX = 10n ** BigInt(SIGNIFICANT_DIGITS_MAX);

function readStoredDecimal(element: SchemaElement, column: Column): CellColumn["read"] {
  const stored = (element.logical_type?.type === "DECIMAL" ? element.logical_type.scale : element.scale) ?? 0;
  const divisor = 10 ** stored;
  const { decimals } = column.scale;
  return (cell, line) => {
    const units = unscaled(cell);
    if (units === undefined) throw notANumber(cell, { ...column, line });
    // Both are exact doubles, so one division rounds once.
    if (units > -EXACT_MAX && units < EXACT_MAX && stored <= decimals) return units === 0n ? 0 : Number(units) / divisor;
    const text = formatUnits(units, stored);
    const read = readDecimal(text, decimals);
    if (typeof read === "number") return read;
    throw decimalRefusal(text, read, { ...column, line });
  };
}

function readPlain(column: Column): CellColumn["read"] {
  return (cell, line) => {
    const value = typeof cell === "bigint" ? Number(cell) : typeof cell === "string" ? readDecimal(cell, column.scale.decimals) : cell;
    if (typeof value === "number") return value;
    const fault = value === "too many digits" || value === "too many decimals" || value === "too large" ? value : undefined;
    throw fault === undefined ? notANumber(cell, { ...column, line }) : decimalRefusal(String(cell), fault, { ...column, line });
  };
}

function valueColumn(element: SchemaElement, column: Column): CellColumn {
  const { name } = element;
  if (isDecimal(element)) return { name, read: readStoredDecimal(element, column) };
  if (element.type !== "DOUBLE" && !isWhole(element) && !isText(element)) throw unsupported(element, "DOUBLE, DECIMAL or a whole number");
  const plain = readPlain(column);
  return {
    name,
    decimalsMax: column.scale.decimals,
    read: (cell, line) => {
      const value = plain(cell, line);
      const fault = faultOfDouble(value, column.scale.decimals);
      if (fault === undefined) return value === 0 ? 0 : value;
      throw decimalRefusal(String(value), fault, { ...column, line });
    },
  };
}

/** What a declared time is in ms; undefined where the library has to make sense of the column. */
function timeParserOf({ type, logical_type, converted_type }: SchemaElement): ((count: bigint) => number) | undefined {
  if (type !== "INT64") return undefined;
  const unit = logical_type?.type === "TIMESTAMP" ? logical_type.unit : converted_type?.replace("TIMESTAMP_", "");
  if (unit === "MILLIS") return TIME_PARSERS.timestampFromMilliseconds;
  if (unit === "MICROS") return TIME_PARSERS.timestampFromMicroseconds;
  return unit === "NANOS" ? TIME_PARSERS.timestampFromNanoseconds : undefined;
}

function timestampColumn(element: SchemaElement): CellColumn {
  if (!isTime(element) && !isWhole(element) && !isText(element) && element.type !== "DOUBLE")
    throw unsupported(element, "TIMESTAMP, or as whole seconds or milliseconds since 1970 (UTC)");
  const [plain, parse] = [readPlain(TIME_COLUMN), timeParserOf(element)];
  if (parse === undefined) return { name: element.name, read: plain };
  return { name: element.name, read: (cell, line) => (typeof cell === "bigint" ? parse(cell) : plain(cell, line)) };
}

/** Whether a column can be taken as the doubles or the signed 64-bit integers that it is stored as. */
export function isStoredAsNumber(element: SchemaElement): boolean {
  if (element.type === "DOUBLE") return true;
  if (element.type !== "INT64" || isDecimal(element)) return false;
  const { logical_type: logical, converted_type: converted } = element;
  if (logical?.type === "INTEGER" && !logical.isSigned) return false;
  return converted !== "UINT_64" && (isWhole(element) || timeParserOf(element) !== undefined);
}

/** Cells of a row group's column; `firstLine` is the row that the first is of. */
type GroupCells = { readonly cells: ArrayLike<unknown> | undefined; readonly rows: number; readonly firstLine: number };

/** The numbers of a column, each checked; the first that is none is refused with its row. */
export function numbersOf(column: CellColumn, { cells, rows, firstLine }: GroupCells): Float64Array {
  const numbers = new Float64Array(rows);
  const { decimalsMax } = column;
  if (!(cells instanceof Float64Array) || decimalsMax === undefined) {
    for (let row = 0; row < rows; row += 1) numbers[row] = column.read(cells?.[row], firstLine + row);
    return numbers;
  }
  for (let row = 0; row < rows; row += 1) {
    const value = cells[row] ?? NaN;
    // Adding 0 takes the sign off −0.
    numbers[row] = faultOfDouble(value, decimalsMax) === undefined ? value + 0 : column.read(value, firstLine + row);
  }
  return numbers;
}

/** The times of a row group in ms UTC. */
export function timesOf(column: CellColumn, timestamps: TimestampReader, { cells, rows, firstLine }: GroupCells): Float64Array {
  const tsMs = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) tsMs[row] = timestamps.toMs(column.read(cells?.[row], firstLine + row), firstLine + row);
  return tsMs;
}

/** The same column as the plain integers or bytes that its decimals are stored as. */
function withoutDecimal(element: SchemaElement): SchemaElement {
  if (!isDecimal(element)) return element;
  const { converted_type: _converted, logical_type: _logical, ...raw } = element;
  return raw;
}

/** Finds the columns of a bar by their names, and refuses a type that holds no printed number. */
export function openParquetColumns(
  metadata: FileMetaData,
  { asked, scales }: { readonly asked: TimestampUnit; readonly scales: ColumnScales },
): ParquetColumns {
  const elements = metadata.schema.slice(1);
  const nested = elements.find(({ num_children, repetition_type }) => num_children !== undefined || repetition_type === "REPEATED");
  if (nested !== undefined) throw unsupported(nested, "flat columns, one value a row");
  const layout = namedLayout(
    elements.map(({ name }) => name),
    undefined,
  );
  const at = (position: number): SchemaElement => elements[position] ?? { name: "" };
  const timestamp = at(layout.timestamp);
  return {
    timestamp: timestampColumn(timestamp),
    timestamps: new TimestampReader(isTime(timestamp) ? "ms" : asked),
    isTimeDeclared: isTime(timestamp),
    values: VALUE_COLUMNS.map((column, index) => valueColumn(at(layout.values[index] ?? 0), { column, scale: scales[column] })),
    metadata: { ...metadata, schema: metadata.schema.map(withoutDecimal) },
  };
}
