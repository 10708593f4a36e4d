import { inspect } from "node:util";
import { formatUnits } from "@ballast/core/numeric/fixed";
import type { FileMetaData, ParquetParsers, SchemaElement } from "hyparquet";
import { VALUE_COLUMNS, type ValueColumn } from "./bar-batch.ts";
import { namedLayout } from "./column-layout.ts";
import { DECIMALS_MAX, DECIMAL_MENDS, faultOfDouble, readDecimal, SIGNIFICANT_DIGITS_MAX, type DecimalFault } from "./decimal.ts";
import { ImportRefused } from "./import-refused.ts";
import { TimestampReader, type TimestampUnit } from "./timestamp-unit.ts";

/** A column of a Parquet file, and how a cell of it becomes a number. */
type CellColumn = { readonly name: string; readonly read: (cell: unknown, line: number) => number };

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
export const TIME_PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: Number,
  timestampFromMicroseconds: (micros) => Number(micros) / 1e3,
  timestampFromNanoseconds: (nanos) => Number(nanos / 1_000n) / 1e3,
  dateFromDays: (days) => days * 86_400_000,
};

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

function notANumber(cell: unknown, at: { readonly name: string; readonly line: number }): ImportRefused {
  return new ImportRefused({
    code: "NOT_A_NUMBER",
    line: at.line,
    fact: `column ${at.name} holds ${cell === null || cell === undefined ? "no value" : inspect(cell)}`,
    mend: DECIMAL_MENDS["not a number"],
  });
}

function tooPrecise(text: string, fault: DecimalFault, at: { readonly name: string; readonly line: number }): ImportRefused {
  return new ImportRefused({
    code: fault === "not a number" ? "NOT_A_NUMBER" : "TOO_PRECISE",
    line: at.line,
    fact: `${text} in column ${at.name} is ${fault === "not a number" ? fault : `a number of ${fault}`}`,
    mend: DECIMAL_MENDS[fault],
  });
}

/** The integer that a decimal is stored as: two's complement, big-endian, where it is bytes. */
function unscaled(cell: unknown): bigint | undefined {
  if (typeof cell === "bigint") return cell;
  if (typeof cell === "number") return BigInt(cell);
  if (!(cell instanceof Uint8Array) || cell.length === 0) return undefined;
  return BigInt.asIntN(cell.length * 8, BigInt(`0x${Buffer.from(cell).toString("hex")}`));
}

const EXACT_MAX = 10n ** BigInt(SIGNIFICANT_DIGITS_MAX);

function readStoredDecimal(element: SchemaElement): CellColumn["read"] {
  const scale = (element.logical_type?.type === "DECIMAL" ? element.logical_type.scale : element.scale) ?? 0;
  const divisor = 10 ** scale;
  return (cell, line) => {
    const units = unscaled(cell);
    if (units === undefined) throw notANumber(cell, { name: element.name, line });
    // Both are exact doubles, so one division rounds once.
    if (units > -EXACT_MAX && units < EXACT_MAX && scale <= DECIMALS_MAX) return units === 0n ? 0 : Number(units) / divisor;
    const text = formatUnits(units, scale);
    const read = readDecimal(text);
    if (typeof read === "number") return read;
    throw tooPrecise(text, read, { name: element.name, line });
  };
}

function readPlain(name: string): CellColumn["read"] {
  return (cell, line) => {
    const value = typeof cell === "bigint" ? Number(cell) : typeof cell === "string" ? readDecimal(cell) : cell;
    if (typeof value === "number") return value;
    throw notANumber(cell, { name, line });
  };
}

function valueColumn(element: SchemaElement, column: ValueColumn): CellColumn {
  const { name } = element;
  if (isDecimal(element)) return { name, read: readStoredDecimal(element) };
  if (element.type !== "DOUBLE" && !isWhole(element) && !isText(element)) throw unsupported(element, "DOUBLE, DECIMAL or a whole number");
  const plain = readPlain(name);
  return {
    name,
    read: (cell, line) => {
      const value = plain(cell, line);
      const fault = faultOfDouble(value);
      if (fault === undefined) return value === 0 ? 0 : value;
      throw tooPrecise(String(value), fault, { name: column, line });
    },
  };
}

function timestampColumn(element: SchemaElement): CellColumn {
  if (!isTime(element) && !isWhole(element) && !isText(element) && element.type !== "DOUBLE")
    throw unsupported(element, "TIMESTAMP, or as whole seconds or milliseconds since 1970 (UTC)");
  return { name: element.name, read: readPlain(element.name) };
}

/** The same column as the plain integers or bytes that its decimals are stored as. */
function withoutDecimal(element: SchemaElement): SchemaElement {
  if (!isDecimal(element)) return element;
  const { converted_type: _converted, logical_type: _logical, ...raw } = element;
  return raw;
}

/** Finds the columns of a bar by their names, and refuses a type that holds no printed number. */
export function openParquetColumns(metadata: FileMetaData, asked: TimestampUnit): ParquetColumns {
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
    values: VALUE_COLUMNS.map((column, index) => valueColumn(at(layout.values[index] ?? 0), column)),
    metadata: { ...metadata, schema: metadata.schema.map(withoutDecimal) },
  };
}
