import type { TileRows } from "../../features/tile-instrument.ts";
import type { READ_FEATURES, ReadColumns, Reading } from "./reading.ts";

/** The columns of an instrument's numbers. */
export type NumberColumns = Readonly<Record<keyof typeof READ_FEATURES, Float64Array>>;

/** `places`: where each number stands in the lineage's vector. */
export function numberColumns(rows: TileRows, places: ReadColumns): NumberColumns {
  const of = (index: number): Float64Array => rows.columnOf(places[index] ?? -1);
  return {
    atr: of(0),
    fast: of(1),
    fastBefore: of(2),
    slow: of(3),
    slowBefore: of(4),
    return1: of(5),
    return24: of(6),
    slope: of(7),
    surge: of(8),
    volatility: of(9),
    volatilityFlag: of(10),
    fromHigh: of(11),
    fromRecentHigh: of(12),
    deviation: of(13),
  };
}

/** 1 in the rows where every number is known. */
export function wholeRows(columns: NumberColumns, rows: number): Uint8Array {
  const isWhole = new Uint8Array(rows).fill(1);
  for (const column of Object.values(columns))
    for (let row = 0; row < rows; row += 1) if (Number.isNaN(column[row] ?? NaN)) isWhole[row] = 0;
  return isWhole;
}

/** One row of columns after the other, for who looks at all of them, and keeps none. */
export class MovingReading implements Reading {
  readonly symbol: string;
  readonly #rows: TileRows;
  readonly #columns: NumberColumns;
  row = 0;

  constructor(rows: TileRows, columns: NumberColumns) {
    this.symbol = rows.symbol;
    this.#rows = rows;
    this.#columns = columns;
  }

  get close(): number {
    return this.#rows.close(this.row);
  }

  get atr(): number {
    return this.#columns.atr[this.row] ?? NaN;
  }

  get fast(): number {
    return this.#columns.fast[this.row] ?? NaN;
  }

  get fastBefore(): number {
    return this.#columns.fastBefore[this.row] ?? NaN;
  }

  get slow(): number {
    return this.#columns.slow[this.row] ?? NaN;
  }

  get slowBefore(): number {
    return this.#columns.slowBefore[this.row] ?? NaN;
  }

  get return1(): number {
    return this.#columns.return1[this.row] ?? NaN;
  }

  get return24(): number {
    return this.#columns.return24[this.row] ?? NaN;
  }

  get slope(): number {
    return this.#columns.slope[this.row] ?? NaN;
  }

  get surge(): number {
    return this.#columns.surge[this.row] ?? NaN;
  }

  get volatility(): number {
    return this.#columns.volatility[this.row] ?? NaN;
  }

  get volatilityFlag(): number {
    return this.#columns.volatilityFlag[this.row] ?? NaN;
  }

  get fromHigh(): number {
    return this.#columns.fromHigh[this.row] ?? NaN;
  }

  get fromRecentHigh(): number {
    return this.#columns.fromRecentHigh[this.row] ?? NaN;
  }

  get deviation(): number {
    return this.#columns.deviation[this.row] ?? NaN;
  }
}

/** A row of columns for who asks a few numbers of it: each is fetched when it is asked for. */
export class TileReading implements Reading {
  readonly symbol: string;
  readonly #rows: TileRows;
  readonly #places: ReadColumns;
  readonly #row: number;

  constructor(rows: TileRows, places: ReadColumns, row: number) {
    this.symbol = rows.symbol;
    this.#rows = rows;
    this.#places = places;
    this.#row = row;
  }

  #at(index: number): number {
    return this.#rows.feature(this.#places[index] ?? -1, this.#row);
  }

  get close(): number {
    return this.#rows.close(this.#row);
  }

  get atr(): number {
    return this.#at(0);
  }

  get fast(): number {
    return this.#at(1);
  }

  get fastBefore(): number {
    return this.#at(2);
  }

  get slow(): number {
    return this.#at(3);
  }

  get slowBefore(): number {
    return this.#at(4);
  }

  get return1(): number {
    return this.#at(5);
  }

  get return24(): number {
    return this.#at(6);
  }

  get slope(): number {
    return this.#at(7);
  }

  get surge(): number {
    return this.#at(8);
  }

  get volatility(): number {
    return this.#at(9);
  }

  get volatilityFlag(): number {
    return this.#at(10);
  }

  get fromHigh(): number {
    return this.#at(11);
  }

  get fromRecentHigh(): number {
    return this.#at(12);
  }

  get deviation(): number {
    return this.#at(13);
  }
}
