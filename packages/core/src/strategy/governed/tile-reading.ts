import type { TileRows } from "../../features/tile-instrument.ts";
import type { ReadColumns, Reading } from "./reading.ts";

/**
 * One row of columns after the other: who looks at all of them makes one, and keeps it to himself. Its numbers
 * lie in one place, for rules ask for some of them twice, and a column would be looked up each time.
 */
export class MovingReading implements Reading {
  readonly symbol: string;
  readonly #rows: TileRows;
  readonly #columns: readonly Float64Array[];
  readonly #numbers: Float64Array;
  #row = 0;

  constructor(rows: TileRows, places: ReadColumns) {
    this.symbol = rows.symbol;
    this.#rows = rows;
    this.#columns = places.map((place) => rows.columnOf(place));
    this.#numbers = new Float64Array(places.length);
  }

  /** Takes the numbers of a row; whether all of them are known. */
  turnTo(row: number): boolean {
    const columns = this.#columns;
    const numbers = this.#numbers;
    this.#row = row;
    let rest = 0;
    for (let index = 0; index < columns.length; index += 1) {
      const column = columns[index];
      const value = column === undefined ? NaN : (column[row] ?? NaN);
      numbers[index] = value;
      // Of finite numbers alone is the difference to itself 0.
      rest += value - value;
    }
    return rest === 0;
  }

  get close(): number {
    return this.#rows.close(this.#row);
  }

  get atr(): number {
    return this.#numbers[0] ?? NaN;
  }

  get fast(): number {
    return this.#numbers[1] ?? NaN;
  }

  get fastBefore(): number {
    return this.#numbers[2] ?? NaN;
  }

  get slow(): number {
    return this.#numbers[3] ?? NaN;
  }

  get slowBefore(): number {
    return this.#numbers[4] ?? NaN;
  }

  get return1(): number {
    return this.#numbers[5] ?? NaN;
  }

  get return24(): number {
    return this.#numbers[6] ?? NaN;
  }

  get slope(): number {
    return this.#numbers[7] ?? NaN;
  }

  get surge(): number {
    return this.#numbers[8] ?? NaN;
  }

  get volatility(): number {
    return this.#numbers[9] ?? NaN;
  }

  get volatilityFlag(): number {
    return this.#numbers[10] ?? NaN;
  }

  get fromHigh(): number {
    return this.#numbers[11] ?? NaN;
  }

  get fromRecentHigh(): number {
    return this.#numbers[12] ?? NaN;
  }

  get deviation(): number {
    return this.#numbers[13] ?? NaN;
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
