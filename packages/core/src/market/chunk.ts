/**
 * Sealed bars: one month of a series as columns of 8-byte doubles, little-endian, behind a versioned
 * header, and the SHA-256 of it all. Rows in a table alone read an order of magnitude slower.
 */
import { HASH_BYTES, toHex, type Sha256 } from "../numeric/hash.ts";
import { monthStartMs, nextMonthStartMs } from "../time/calendar.ts";
import type { BarColumns } from "./bar.ts";
import { COLUMN_NAMES, firstRowFrom, newColumns, viewOfColumns } from "./columns.ts";

/** "BBC1" read as bytes: Ballast bar chunk, version 1. */
const MAGIC = [0x42, 0x42, 0x43, 0x31] as const;
const HEADER_BYTES = MAGIC.length + 4 + 8;
const DOUBLE_BYTES = 8;
/** A month of one-minute bars has 44,640 rows. */
const ROWS_MAX = 50_000;

export type BarChunk = {
  readonly monthMs: number;
  readonly rows: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly body: Uint8Array;
  readonly contentHash: Uint8Array;
};

export type MonthOfBars = { readonly monthMs: number; readonly columns: BarColumns };

/** A series cut at UTC months, as views on the same memory; months without a bar are not there. */
export function splitMonths(columns: BarColumns): readonly MonthOfBars[] {
  const months: MonthOfBars[] = [];
  const length = columns.tsMs.length;
  let from = 0;
  while (from < length) {
    const tsMs = columns.tsMs[from] ?? NaN;
    const to = firstRowFrom(columns, nextMonthStartMs(tsMs));
    if (!(to > from)) throw new RangeError(`bars are not ascending at ${tsMs}`);
    months.push({ monthMs: monthStartMs(tsMs), columns: viewOfColumns(columns, { from, to }) });
    from = to;
  }
  return months;
}

function refuseDisorder(monthMs: number, columns: BarColumns): void {
  const endMs = nextMonthStartMs(monthMs);
  let previousMs = monthMs - 1;
  for (const tsMs of columns.tsMs) {
    if (!(tsMs > previousMs && tsMs < endMs)) throw new RangeError(`bar ${tsMs} is out of order or not of the month ${monthMs}`);
    previousMs = tsMs;
  }
}

/** The bytes of a month: magic, rows (u32), month (f64), then one column after the other. NaN and −0 are refused. */
export function encodeChunk({ monthMs, columns }: MonthOfBars): Uint8Array {
  const rows = columns.tsMs.length;
  if (rows === 0 || rows > ROWS_MAX || monthStartMs(monthMs) !== monthMs)
    throw new RangeError(`not a month of 1 to ${ROWS_MAX} bars: ${rows} at ${monthMs}`);
  refuseDisorder(monthMs, columns);
  const body = new Uint8Array(HEADER_BYTES + rows * COLUMN_NAMES.length * DOUBLE_BYTES);
  const view = new DataView(body.buffer);
  body.set(MAGIC);
  view.setUint32(MAGIC.length, rows, true);
  view.setFloat64(MAGIC.length + 4, monthMs, true);
  let offset = HEADER_BYTES;
  for (const name of COLUMN_NAMES) {
    const column = columns[name];
    if (column.length !== rows) throw new RangeError(`column ${name} has ${column.length} rows, not ${rows}`);
    for (const value of column) {
      if (!Number.isFinite(value) || Object.is(value, -0)) throw new RangeError(`not canonical in ${name}: ${value}`);
      view.setFloat64(offset, value, true);
      offset += DOUBLE_BYTES;
    }
  }
  return body;
}

/** The bars of `encodeChunk`'s bytes; anything else is a RangeError. */
export function decodeChunk(body: Uint8Array): MonthOfBars {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (body.length < HEADER_BYTES || MAGIC.some((byte, index) => body[index] !== byte)) throw new RangeError("not a bar chunk of version 1");
  const rows = view.getUint32(MAGIC.length, true);
  if (body.length !== HEADER_BYTES + rows * COLUMN_NAMES.length * DOUBLE_BYTES)
    throw new RangeError(`a chunk of ${rows} bars has not ${body.length} bytes`);
  const columns = newColumns(rows);
  let offset = HEADER_BYTES;
  for (const name of COLUMN_NAMES) {
    const column = columns[name];
    for (let row = 0; row < rows; row += 1) {
      column[row] = view.getFloat64(offset, true);
      offset += DOUBLE_BYTES;
    }
  }
  return { monthMs: view.getFloat64(MAGIC.length + 4, true), columns };
}

/** A month of bars as it is stored: its bytes, their hash and what they span. */
export function sealChunk(sha256: Sha256, month: MonthOfBars): BarChunk {
  const body = encodeChunk(month);
  const { tsMs } = month.columns;
  return {
    monthMs: month.monthMs,
    rows: tsMs.length,
    firstMs: tsMs[0] ?? NaN,
    lastMs: tsMs[tsMs.length - 1] ?? NaN,
    body,
    contentHash: sha256(body),
  };
}

/** The bars of a stored chunk whose hash still stands for its bytes; a RangeError where it does not. */
export function openChunk(sha256: Sha256, stored: { readonly body: Uint8Array; readonly contentHash: Uint8Array }): MonthOfBars {
  const hash = toHex(sha256(stored.body));
  if (stored.contentHash.length !== HASH_BYTES || hash !== toHex(stored.contentHash))
    throw new RangeError(`bar chunk: content hashes to ${hash}, stored is ${toHex(stored.contentHash)}`);
  return decodeChunk(stored.body);
}
