import type { Bar } from "../market/bar.ts";
import type { PackedInstrument, SnapshotInstrument } from "../market/snapshot.ts";
import { PRICE_SCALE } from "../money/asset.ts";
import type { CanonicalWriter } from "../numeric/canonical.ts";
import { quantize } from "../numeric/fixed.ts";
import type { AlignedBars } from "./aligned-bars.ts";

const NO_FEATURES: readonly never[] = [];
const GIVEN_BACK: readonly Float64Array[] = [];
/** Rows that are laid out together: as many doubles of a column as one line of the processor's cache brings. */
const GROUP_ROWS = 8;

/** A few features of one instrument in a tile. */
export class ChosenColumns {
  readonly symbol: string;
  readonly places: readonly number[];
  #columns: readonly Float64Array[];
  /** 1 in the rows where every one of them has a value. */
  readonly #whole: Uint8Array;

  constructor(symbol: string, places: readonly number[], columns: readonly Float64Array[]) {
    this.symbol = symbol;
    this.places = places;
    this.#columns = columns;
    this.#whole = new Uint8Array(columns[0]?.length ?? 0).fill(1);
    for (const column of columns) {
      for (let row = 0; row < column.length; row += 1) if (Number.isNaN(column[row] ?? NaN)) this.#whole[row] = 0;
    }
  }

  giveBack(): void {
    this.#columns = GIVEN_BACK;
  }

  /** Whether every one of them has a value at a row. */
  isWhole(row: number): boolean {
    return this.#whole[row] === 1;
  }

  /** NaN where there is none. */
  at(index: number, row: number): number {
    const column = this.#columns[index];
    if (column === undefined) throw new Error(givenBack(this.symbol, index));
    return column[row] ?? NaN;
  }
}

function givenBack(symbol: string, index: number): string {
  return `${symbol}: no feature ${index}, or a tile that was given back`;
}

/** One instrument's rows of a tile: its bars, and its features as the panel lends them until it takes the next tile. */
export class TileRows {
  readonly symbol: string;
  readonly featureCount: number;
  readonly #bars: AlignedBars;
  #columns: readonly Float64Array[];
  /** Row of `#bars` that is row 0 of the columns. */
  readonly #firstRow: number;
  /** Features row by row, of a few rows: what writes a row writes one of every column, which lie far apart. Made for the first who writes. */
  #group: Float64Array | undefined;
  #groupFrom = -1;
  /** The features that readers of this tile ask for again and again. */
  #chosen: ChosenColumns | undefined;

  constructor(symbol: string, of: { readonly bars: AlignedBars; readonly columns: readonly Float64Array[]; readonly firstRow: number }) {
    this.symbol = symbol;
    this.#bars = of.bars;
    this.#columns = of.columns;
    this.featureCount = of.columns.length;
    this.#firstRow = of.firstRow;
  }

  /** The panel overwrites the columns now: whoever still reads features of this tile is broken. */
  giveBack(): void {
    this.#columns = GIVEN_BACK;
    this.#groupFrom = -1;
    this.#chosen?.giveBack();
  }

  #column(index: number): Float64Array {
    const column = this.#columns[index];
    if (column === undefined) throw new Error(givenBack(this.symbol, index));
    return column;
  }

  /** Rows of the columns. */
  get rowCount(): number {
    return this.#columns[0]?.length ?? 0;
  }

  /** NaN where there is none. */
  feature(index: number, row: number): number {
    return this.#column(index)[row] ?? NaN;
  }

  /** The features at some places, to be read by their order among them. */
  choose(places: readonly number[]): ChosenColumns {
    if (this.#chosen?.places !== places) {
      const columns = places.map((place) => this.#column(place));
      this.#chosen = new ChosenColumns(this.symbol, places, columns);
    }
    return this.#chosen;
  }

  /** The group of a row, laid out, and its first row. */
  #layOutAt(row: number): { readonly group: Float64Array; readonly groupFrom: number } {
    const groupFrom = row - (row % GROUP_ROWS);
    const group = (this.#group ??= new Float64Array(GROUP_ROWS * this.featureCount));
    if (groupFrom !== this.#groupFrom) this.#layOut(group, groupFrom);
    return { group, groupFrom };
  }

  #layOut(group: Float64Array, groupFrom: number): void {
    const count = this.featureCount;
    for (let index = 0; index < count; index += 1) {
      const column = this.#column(index);
      // A read behind the end of a column would make every number an object.
      const rows = Math.min(GROUP_ROWS, column.length - groupFrom);
      for (let step = 0; step < rows; step += 1) group[step * count + index] = column[groupFrom + step] ?? NaN;
    }
    this.#groupFrom = groupFrom;
  }

  /** The bar and the features of a row in canonical form. */
  write(writer: CanonicalWriter, row: number): void {
    const count = this.featureCount;
    const { group, groupFrom } = this.#layOutAt(row);
    const index = this.#firstRow + row;
    const { open, high, low, close, volume } = this.#bars;
    writer
      .f64(open[index] ?? NaN)
      .f64(high[index] ?? NaN)
      .f64(low[index] ?? NaN);
    writer.f64(close[index] ?? NaN).f64(volume[index] ?? NaN);
    writer.packedDoubles(group, (row - groupFrom) * count, count);
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
