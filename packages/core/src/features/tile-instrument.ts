import type { Bar } from "../market/bar.ts";
import type { PackedInstrument, SnapshotInstrument } from "../market/snapshot.ts";
import { PRICE_SCALE } from "../money/asset.ts";
import type { CanonicalWriter } from "../numeric/canonical.ts";
import { quantize } from "../numeric/fixed.ts";
import type { AlignedBars } from "./aligned-bars.ts";

const NO_FEATURES: readonly never[] = [];
/** Rows that are laid out together: as many doubles of a column as one line of the processor's cache brings. */
const GROUP_ROWS = 8;

/** One instrument's rows of a tile: its bars, and its features as the panel lends them until it takes the next tile. */
export class TileRows {
  readonly symbol: string;
  readonly #bars: AlignedBars;
  readonly #columns: readonly Float64Array[];
  /** Row of `#bars` that is row 0 of the columns. */
  readonly #firstRow: number;
  /** Features row by row, of a few rows: a close reads one of every column, which lie far apart. */
  readonly #group: Float64Array;
  #groupFrom = -1;
  #isLent = true;

  constructor(symbol: string, of: { readonly bars: AlignedBars; readonly columns: readonly Float64Array[]; readonly firstRow: number }) {
    this.symbol = symbol;
    this.#bars = of.bars;
    this.#columns = of.columns;
    this.#firstRow = of.firstRow;
    this.#group = new Float64Array(GROUP_ROWS * of.columns.length);
  }

  /** The panel overwrites the columns now: whoever still reads features of this tile is broken. */
  giveBack(): void {
    this.#isLent = false;
  }

  /** NaN where there is none. */
  feature(index: number, row: number): number {
    const groupFrom = this.#layOutAt(row);
    return this.#group[(row - groupFrom) * this.#columns.length + index] ?? NaN;
  }

  /** Lays out the group of a row, and gives its first. */
  #layOutAt(row: number): number {
    if (!this.#isLent) throw new Error(`${this.symbol}: features of a tile that was given back`);
    const groupFrom = row - (row % GROUP_ROWS);
    if (groupFrom !== this.#groupFrom) this.#layOut(groupFrom);
    return groupFrom;
  }

  #layOut(groupFrom: number): void {
    const count = this.#columns.length;
    const group = this.#group;
    let index = 0;
    for (const column of this.#columns) {
      // A read behind the end of a column would make every number an object.
      const rows = Math.min(GROUP_ROWS, column.length - groupFrom);
      for (let step = 0; step < rows; step += 1) group[step * count + index] = column[groupFrom + step] ?? NaN;
      index += 1;
    }
    this.#groupFrom = groupFrom;
  }

  /** The bar and the features of a row in canonical form. */
  write(writer: CanonicalWriter, row: number): void {
    const count = this.#columns.length;
    const groupFrom = this.#layOutAt(row);
    const index = this.#firstRow + row;
    const { open, high, low, close, volume } = this.#bars;
    writer
      .f64(open[index] ?? NaN)
      .f64(high[index] ?? NaN)
      .f64(low[index] ?? NaN);
    writer.f64(close[index] ?? NaN).f64(volume[index] ?? NaN);
    writer.packedDoubles(this.#group, (row - groupFrom) * count, count);
  }

  get featureCount(): number {
    return this.#columns.length;
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
    return this.#columns.map((_, index) => {
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

/** A feature of an instrument by its place, without the others; undefined where it has none. */
export function featureAt(instrument: SnapshotInstrument, index: number): number | undefined {
  if (!(instrument instanceof TileInstrument)) return instrument.features[index];
  const value = instrument.rows.feature(index, instrument.row);
  return Number.isNaN(value) ? undefined : value;
}
