import { BATCH_ROWS, BarBatch, VALUE_COLUMNS, type ValueColumn } from "./bar-batch.ts";
import { namedLayout, positionalLayout, type ColumnLayout } from "./column-layout.ts";
import type { ColumnScales, Scale } from "./column-scales.ts";
import { decimalRefusal } from "./decimal-refusal.ts";
import { DECIMALS_MAX, parseDecimalBytes, readDecimal } from "./decimal.ts";
import { ImportRefused } from "./import-refused.ts";
import { TimestampReader, type TimestampUnit } from "./timestamp-unit.ts";

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const COMMA = 44;
/** A bar is about 60 bytes; a line past this is not one. */
const LINE_BYTES_MAX = 4_096;
const COLUMNS_MAX = 64;
const BYTE_ORDER_MARK = "\ufeff";
const TEXT_DECODER = new TextDecoder("utf-8", { ignoreBOM: true });
const NO_BYTES = new Uint8Array(0);
/** Times have no scale: that one is no whole number is said in its own words. */
const TIME_SCALE: Scale = { decimals: DECIMALS_MAX, of: "times" };

/**
 * Reads bars from the bytes of a CSV, in pieces of any size: `push` each, then `finish`.
 *
 * Works on bytes because text would cost ten strings a row. A batch that it yields is valid until
 * the next one is asked for.
 */
export class CsvBarReader {
  readonly #asked: TimestampUnit;
  readonly #scales: ColumnScales;
  readonly #batch = new BarBatch();
  /** Ends of the fields of the row in hand; field i starts one past the end of field i − 1. */
  readonly #ends = new Int32Array(COLUMNS_MAX);
  #carried: Uint8Array = NO_BYTES;
  #layout: ColumnLayout | undefined;
  #timestamps: TimestampReader | undefined;
  #line = 0;

  constructor(asked: TimestampUnit, scales: ColumnScales) {
    this.#asked = asked;
    this.#scales = scales;
  }

  /** Lines read so far, for messages about the stream itself. */
  get line(): number {
    return this.#line;
  }

  *push(piece: Uint8Array): Generator<BarBatch> {
    const bytes = this.#carried.length === 0 ? piece : Buffer.concat([this.#carried, piece]);
    const batch = this.#batch;
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      this.#readLine(bytes, start, end);
      start = end + 1;
      if (batch.rows === BATCH_ROWS) {
        yield batch;
        batch.rows = 0;
      }
    }
    this.#carried = bytes.slice(start);
    this.#refuseLongLine(this.#carried.length, this.#line + 1);
  }

  *finish(): Generator<BarBatch> {
    const last = this.#carried;
    this.#carried = NO_BYTES;
    if (last.length > 0) this.#readLine(last, 0, last.length);
    if (this.#batch.rows > 0) yield this.#batch;
    this.#batch.rows = 0;
  }

  #readLine(bytes: Uint8Array, from: number, to: number): void {
    this.#line += 1;
    this.#refuseLongLine(to - from, this.#line);
    let end = to;
    while (end > from && ((bytes[end - 1] ?? 0) === CARRIAGE_RETURN || (bytes[end - 1] ?? 0) === SPACE)) end -= 1;
    if (end === from) return;
    const columnCount = this.#split(bytes, from, end);
    const layout = this.#layout ?? this.#begin(bytes, from, columnCount);
    if (layout === undefined) return;
    if (columnCount !== layout.columnCount) {
      throw new ImportRefused({
        code: "WRONG_COLUMNS",
        line: this.#line,
        fact: `${columnCount} columns where the rows before have ${layout.columnCount}`,
        mend: "Mend or remove the line; if it is the last one, the file may have been cut off.",
      });
    }
    this.#readRow(bytes, from, layout);
  }

  /** Notes where the fields end and answers how many there are. */
  #split(bytes: Uint8Array, from: number, end: number): number {
    let count = 0;
    for (let index = from; index < end; index += 1) {
      if (bytes[index] !== COMMA) continue;
      this.#ends[count] = index;
      count += 1;
      if (count === COLUMNS_MAX)
        throw new ImportRefused({
          code: "WRONG_COLUMNS",
          line: this.#line,
          fact: `more than ${COLUMNS_MAX} columns`,
          mend: "Give a CSV of bars, one bar a line.",
        });
    }
    this.#ends[count] = end;
    return count + 1;
  }

  /** Decides the layout by the first line that is not empty; undefined where that line is a header. */
  #begin(bytes: Uint8Array, from: number, columnCount: number): ColumnLayout | undefined {
    const fields = Array.from({ length: columnCount }, (_, column) => TEXT_DECODER.decode(this.#field(bytes, from, column)));
    const first = (fields[0] ?? "").replace(BYTE_ORDER_MARK, "");
    const isHeader = typeof readDecimal(first, DECIMALS_MAX) !== "number";
    this.#layout = isHeader ? namedLayout([first, ...fields.slice(1)], this.#line) : positionalLayout(columnCount, this.#line);
    this.#timestamps = new TimestampReader(this.#asked);
    return isHeader ? undefined : this.#layout;
  }

  #readRow(bytes: Uint8Array, from: number, layout: ColumnLayout): void {
    const batch = this.#batch;
    const row = batch.rows;
    const timestamps = this.#timestamps;
    if (timestamps === undefined) throw new Error("a row was read before the layout");
    batch.line[row] = this.#line;
    batch.tsMs[row] = timestamps.toMs(this.#number(bytes, from, layout.timestamp, "timestamp"), this.#line);
    for (let index = 0; index < VALUE_COLUMNS.length; index += 1) {
      const name = VALUE_COLUMNS[index] ?? "volume";
      batch[name][row] = this.#number(bytes, from, layout.values[index] ?? 0, name);
    }
    batch.timestampUnit = timestamps.unit;
    batch.rows = row + 1;
  }

  #number(bytes: Uint8Array, from: number, place: number, column: ValueColumn | "timestamp"): number {
    const scale = column === "timestamp" ? TIME_SCALE : this.#scales[column];
    const start = place === 0 ? from : (this.#ends[place - 1] ?? 0) + 1;
    const value = parseDecimalBytes(bytes, start, this.#ends[place] ?? 0, scale.decimals);
    if (!Number.isNaN(value)) return value;
    const text = TEXT_DECODER.decode(this.#field(bytes, from, place)).replace(BYTE_ORDER_MARK, "");
    const read = readDecimal(text, scale.decimals);
    if (typeof read === "number") return read;
    throw decimalRefusal(`"${text}"`, read, { line: this.#line, column, place: place + 1, scale });
  }

  #field(bytes: Uint8Array, from: number, column: number): Uint8Array {
    return bytes.subarray(column === 0 ? from : (this.#ends[column - 1] ?? 0) + 1, this.#ends[column] ?? 0);
  }

  #refuseLongLine(length: number, line: number): void {
    if (length <= LINE_BYTES_MAX) return;
    throw new ImportRefused({
      code: "WRONG_COLUMNS",
      line,
      fact: `the line is longer than ${LINE_BYTES_MAX} bytes`,
      mend: "Give a CSV of bars, one bar a line.",
    });
  }
}
