import type { Bar } from "../market/bar.ts";
import type { PackedInstrument, SnapshotInstrument } from "../market/snapshot.ts";
import { PRICE_SCALE } from "../money/asset.ts";
import { canonicalBytes, type CanonicalWriter } from "../numeric/canonical.ts";
import { quantize } from "../numeric/fixed.ts";
import { isCanonicalDouble, OPTIONAL_DOUBLE_BYTES, writeOptionalDouble } from "../numeric/packed-doubles.ts";
import type { AlignedBars } from "./aligned-bars.ts";

const NO_FEATURES: readonly never[] = [];
const GIVEN_BACK: readonly Float64Array[] = [];
/** Room for a symbol's canonical form. */
const HEAD_BYTES = 32;

function givenBack(symbol: string, index: number): string {
  return `${symbol}: no feature ${index}, or a tile that was given back`;
}

/** Records of a few rows, each in its own stretch of the bytes. */
export type RecordRows = {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where the next instrument of each row goes. */
  readonly ends: Int32Array;
  /** 1 where a bar of the row holds a number that no canonical form has: only who writes that row is refused. */
  readonly broken: Uint8Array;
};

const VALUE_BYTES = 8;
const BAR_BYTES = 5 * VALUE_BYTES;

/** Writes a row of columns, each number behind its presence byte, and gives the offset behind them. */
function writeRow(
  { bytes, view }: Pick<RecordRows, "bytes" | "view">,
  from: number,
  columns: readonly Float64Array[],
  row: number,
): number {
  let offset = from;
  for (const column of columns) {
    const value = column[row] ?? NaN;
    if (isCanonicalDouble(value)) {
      bytes[offset] = 1;
      view.setFloat64(offset + 1, value, true);
      offset += OPTIONAL_DOUBLE_BYTES;
    } else offset = writeOptionalDouble(view, offset, value);
  }
  return offset;
}

/** One instrument's rows of a tile: its bars, and its features as the panel lends them until it takes the next tile. */
export class TileRows {
  readonly symbol: string;
  readonly featureCount: number;
  readonly #bars: AlignedBars;
  /** The bars' values in the order of their canonical form. */
  readonly #barColumns: readonly Float64Array[];
  #columns: readonly Float64Array[];
  /** Row of `#bars` that is row 0 of the columns. */
  readonly #firstRow: number;
  /** What every record of this instrument begins with: its symbol. */
  readonly #head: Uint8Array;

  constructor(symbol: string, of: { readonly bars: AlignedBars; readonly columns: readonly Float64Array[]; readonly firstRow: number }) {
    this.symbol = symbol;
    this.#bars = of.bars;
    this.#barColumns = [of.bars.open, of.bars.high, of.bars.low, of.bars.close, of.bars.volume];
    this.#columns = of.columns;
    this.featureCount = of.columns.length;
    this.#firstRow = of.firstRow;
    this.#head = canonicalBytes((writer) => writer.text(symbol), HEAD_BYTES);
  }

  /** Most bytes of a record. */
  get recordBytes(): number {
    return this.#head.length + 1 + BAR_BYTES + this.featureCount * OPTIONAL_DOUBLE_BYTES;
  }

  /** The panel overwrites the columns now: whoever still reads features of this tile is broken. */
  giveBack(): void {
    this.#columns = GIVEN_BACK;
  }

  /** Rows that are lent. */
  get length(): number {
    return this.#columns[0]?.length ?? 0;
  }

  /** A feature of all rows. */
  columnOf(index: number): Float64Array {
    return this.#column(index);
  }

  #column(index: number): Float64Array {
    const column = this.#columns[index];
    if (column === undefined) throw new Error(givenBack(this.symbol, index));
    return column;
  }

  /** NaN where there is none. */
  feature(index: number, row: number): number {
    return this.#column(index)[row] ?? NaN;
  }

  /** Adds the records of the rows from `from` on, as many as there is room for: symbol, bar, features. */
  encode(into: RecordRows, from: number): void {
    const { ends } = into;
    const rows = Math.min(ends.length, this.length - from);
    for (let step = 0; step < rows; step += 1) ends[step] = this.#encodeRow(into, step, from + step);
  }

  #encodeRow({ bytes, view, ends, broken }: RecordRows, step: number, row: number): number {
    const head = this.#head;
    let offset = ends[step] ?? 0;
    for (let index = 0; index < head.length; index += 1) bytes[offset + index] = head[index] ?? 0;
    offset += head.length;
    const at = this.#firstRow + row;
    const isPresent = !Number.isNaN(this.close(row));
    view.setUint8(offset, isPresent ? 1 : 0);
    offset += 1;
    if (!isPresent) return offset;
    for (const column of this.#barColumns) {
      const value = column[at] ?? NaN;
      view.setFloat64(offset, value, true);
      if (!isCanonicalDouble(value)) broken[step] = 1;
      offset += VALUE_BYTES;
    }
    return writeRow({ bytes, view }, offset, this.#columns, row);
  }

  /** The bar and the features of a row in canonical form. */
  write(writer: CanonicalWriter, row: number): void {
    const index = this.#firstRow + row;
    const { open, high, low, close, volume } = this.#bars;
    writer
      .f64(open[index] ?? NaN)
      .f64(high[index] ?? NaN)
      .f64(low[index] ?? NaN);
    writer.f64(close[index] ?? NaN).f64(volume[index] ?? NaN);
    writer.doubles(this.features(row));
  }

  /** NaN where there is no bar. */
  close(row: number): number {
    const index = this.#firstRow + row;
    return this.#bars.present[index] === 1 ? (this.#bars.close[index] ?? NaN) : NaN;
  }

  bar(row: number, tsMs: number): Bar | undefined {
    const index = this.#firstRow + row;
    const { present, open, high, low, close, volume } = this.#bars;
    if (present[index] !== 1) return undefined;
    return {
      tsMs,
      open: open[index] ?? NaN,
      high: high[index] ?? NaN,
      low: low[index] ?? NaN,
      close: close[index] ?? NaN,
      volume: volume[index] ?? NaN,
    };
  }

  features(row: number): readonly (number | undefined)[] {
    if (Number.isNaN(this.close(row))) return NO_FEATURES;
    return Array.from({ length: this.featureCount }, (_, index) => {
      const value = this.feature(index, row);
      return Number.isNaN(value) ? undefined : value;
    });
  }
}

/**
 * An instrument of a snapshot that reads a row of a tile: its bar and its features become objects only
 * for who asks, for most closes are looked at and not kept. Who keeps it asks before the next tile.
 */
export class TileInstrument implements SnapshotInstrument, PackedInstrument {
  readonly symbol: string;
  readonly rows: TileRows;
  readonly row: number;
  readonly #openMs: number;
  #closeUnits: bigint | undefined;
  #bar: Bar | undefined;
  #features: readonly (number | undefined)[] | undefined;

  constructor(rows: TileRows, row: number, openMs: number) {
    this.symbol = rows.symbol;
    this.rows = rows;
    this.row = row;
    this.#openMs = openMs;
  }

  get packed(): PackedInstrument {
    return this;
  }

  get barOpenMs(): number | undefined {
    return Number.isNaN(this.close) ? undefined : this.#openMs;
  }

  get featureCount(): number {
    return Number.isNaN(this.close) ? 0 : this.rows.featureCount;
  }

  writeValues(writer: CanonicalWriter): void {
    if (!Number.isNaN(this.close)) this.rows.write(writer, this.row);
  }

  /** NaN where there is no bar. */
  get close(): number {
    return this.rows.close(this.row);
  }

  /** The close at PRICE_SCALE, made once: every position is marked by it again and again. */
  get closeUnits(): bigint | undefined {
    if (Number.isNaN(this.close)) return undefined;
    return (this.#closeUnits ??= quantize(this.close, PRICE_SCALE, "half-even"));
  }

  get bar(): Bar | undefined {
    return (this.#bar ??= this.rows.bar(this.row, this.#openMs));
  }

  get features(): readonly (number | undefined)[] {
    return (this.#features ??= this.rows.features(this.row));
  }
}

/** A feature of an instrument by its place as a plain number; NaN where it has none. */
export function featureNumber(instrument: SnapshotInstrument, index: number): number {
  if (!(instrument instanceof TileInstrument)) return instrument.features[index] ?? NaN;
  return instrument.rows.feature(index, instrument.row);
}

/** A feature of an instrument by its place, without the others; undefined where it has none. */
export function featureAt(instrument: SnapshotInstrument, index: number): number | undefined {
  if (!(instrument instanceof TileInstrument)) return instrument.features[index];
  const value = instrument.rows.feature(index, instrument.row);
  return Number.isNaN(value) ? undefined : value;
}
