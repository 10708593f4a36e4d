import { refusePeriod } from "./period.ts";
import { offsetInBlock, type RowSpan } from "./row-span.ts";

/**
 * Sums over the last `period` rows without ever subtracting: time is cut into blocks of a period, and
 * a window is the end of one block (sums from the right, made once when the next block begins) and
 * the beginning of the next (a sum from the left). The same cut gives sliding extrema to M. van Herk
 * (1992) and J. Gil and M. Werman (1993).
 *
 * Nothing drifts, whatever passed through the window is forgotten whole, and as blocks hang on the
 * clock, the bits depend on the window's values alone: not on where history begins or was resumed.
 * A caller that asks before `period` rows are there gets a number without meaning.
 */
export class RollingSum {
  readonly #period: number;
  /** Sums of the block before from an offset to its end; nothing is left at its end. */
  readonly #behind: Float64Array;
  #ahead = 0;

  constructor(period: number) {
    refusePeriod(period);
    this.#period = period;
    this.#behind = new Float64Array(period + 1);
  }

  /** Writes the sum of the window that ends with each row; reads `period` rows back. */
  advance(values: Float64Array, span: RowSpan, sums: Float64Array): void {
    const behind = this.#behind;
    const period = this.#period;
    let ahead = this.#ahead;
    let offset = offsetInBlock(span, period);
    for (let row = span.from; row < span.to; row += 1) {
      if (offset === 0) {
        this.#turnBlock(values, row);
        ahead = 0;
      }
      ahead += values[row] ?? NaN;
      sums[row] = (behind[offset + 1] ?? NaN) + ahead;
      offset += 1;
      if (offset === period) offset = 0;
    }
    this.#ahead = ahead;
  }

  #turnBlock(values: Float64Array, firstRow: number): void {
    let sum = 0;
    for (let offset = this.#period - 1; offset >= 0; offset -= 1) {
      sum += values[firstRow - this.#period + offset] ?? NaN;
      this.#behind[offset] = sum;
    }
  }
}
