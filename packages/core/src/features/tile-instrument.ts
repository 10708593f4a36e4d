import type { Bar } from "../market/bar.ts";
import type { SnapshotInstrument } from "../market/snapshot.ts";
import type { AlignedBars } from "./aligned-bars.ts";

const NO_FEATURES: readonly never[] = [];

/** One instrument's rows of a tile: its bars, and its features as the panel lends them until it takes the next tile. */
export class TileRows {
  readonly symbol: string;
  readonly #bars: AlignedBars;
  readonly #columns: readonly Float64Array[];
  /** Row of `#bars` that is row 0 of the columns. */
  readonly #firstRow: number;
  #isLent = true;

  constructor(symbol: string, of: { readonly bars: AlignedBars; readonly columns: readonly Float64Array[]; readonly firstRow: number }) {
    this.symbol = symbol;
    this.#bars = of.bars;
    this.#columns = of.columns;
    this.#firstRow = of.firstRow;
  }

  /** The panel overwrites the columns now: whoever still reads features of this tile is broken. */
  giveBack(): void {
    this.#isLent = false;
  }

  /** NaN where there is none. */
  feature(index: number, row: number): number {
    if (!this.#isLent) throw new Error(`${this.symbol}: features of a tile that was given back`);
    return this.#columns[index]?.[row] ?? NaN;
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
    const features: (number | undefined)[] = [];
    for (let index = 0; index < this.#columns.length; index += 1) {
      const value = this.feature(index, row);
      features.push(Number.isNaN(value) ? undefined : value);
    }
    return features;
  }
}

/**
 * An instrument of a snapshot that reads a row of a tile: its bar and its features become objects only
 * for who asks, for most closes are looked at and not kept. Who keeps it asks before the next tile.
 */
export class TileInstrument implements SnapshotInstrument {
  readonly symbol: string;
  readonly rows: TileRows;
  readonly row: number;
  readonly #openMs: number;
  #bar: Bar | undefined;
  #features: readonly (number | undefined)[] | undefined;

  constructor(rows: TileRows, row: number, openMs: number) {
    this.symbol = rows.symbol;
    this.rows = rows;
    this.row = row;
    this.#openMs = openMs;
  }

  /** NaN where there is no bar. */
  get close(): number {
    return this.rows.close(this.row);
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
