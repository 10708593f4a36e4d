import { VALUE_COLUMNS, type ValueColumn } from "./bar-batch.ts";
import { ImportRefused } from "./import-refused.ts";

/** Where each column of a bar stands in a row, and how many columns a row has. */
export type ColumnLayout = {
  readonly columnCount: number;
  readonly timestamp: number;
  /** Positions of open, high, low, close and volume, in this order. */
  readonly values: readonly number[];
};

/**
 * Names of the column of times. That one of them says a unit is not relied on: exporters write seconds
 * under `ts_ms`, and the magnitude can't be mistaken.
 */
const TIMESTAMP_NAMES: ReadonlySet<string> = new Set("ts_ms timestamp_ms ts_s timestamp_s ts timestamp time unix open_time".split(" "));

const VALUE_NAMES: ReadonlyMap<string, ValueColumn> = new Map([
  ...VALUE_COLUMNS.map((name) => [name, name] as const),
  ["vol", "volume"],
  ["base_volume", "volume"],
]);

/** Columns that venues add and a bar does not need. Any other name is refused: it may mean that the file is not what it seems. */
const IGNORED_NAMES: ReadonlySet<string> = new Set(["trades", "count", "vwap", "quote_volume", "close_time", "datetime", "date"]);

const EXPECTED = "ts_ms,open,high,low,close,volume";
const MEND = `Give the columns ${EXPECTED} (a header may name them in any order), or Kraken's OHLCVT: timestamp,open,high,low,close,volume,trades without a header.`;

const wrongColumns = (line: number | undefined, fact: string): ImportRefused =>
  new ImportRefused({ code: "WRONG_COLUMNS", line, fact, mend: MEND });

/** The layout of a file without a header: six columns, or Kraken's seven. */
export function positionalLayout(columnCount: number, line: number): ColumnLayout {
  if (columnCount !== 6 && columnCount !== 7)
    throw wrongColumns(line, `${columnCount} ${columnCount === 1 ? "column" : "columns"} and no header`);
  return { columnCount, timestamp: 0, values: [1, 2, 3, 4, 5] };
}

/** The layout that a header or a Parquet schema names. */
export function namedLayout(names: readonly string[], line: number | undefined): ColumnLayout {
  const positions = new Map<string, number>();
  names.forEach((written, index) => {
    const name = written
      .trim()
      .replace(/^"(.*)"$/, "$1")
      .toLowerCase();
    const column = TIMESTAMP_NAMES.has(name) ? "timestamp" : VALUE_NAMES.get(name);
    if (column === undefined) {
      if (!IGNORED_NAMES.has(name)) throw wrongColumns(line, `unknown column "${written}" among ${names.join(",")}`);
      return;
    }
    if (positions.has(column)) throw wrongColumns(line, `two columns for ${column}: ${names.join(",")}`);
    positions.set(column, index);
  });
  const at = (column: string): number => {
    const position = positions.get(column);
    if (position === undefined) throw wrongColumns(line, `no column for ${column} among ${names.join(",")}`);
    return position;
  };
  return { columnCount: names.length, timestamp: at("timestamp"), values: VALUE_COLUMNS.map(at) };
}
