import { refusePeriod } from "./period.ts";
import { offsetInBlock, type RowSpan } from "./row-span.ts";

/** Sums of products of two columns over the last `period` rows, cut into blocks as RollingSum is. */
export class RollingProductSum {
  readonly #period: number;
  readonly #behind: Float64Array;
  #ahead = 0;

  constructor(period: number) {
    refusePeriod(period);
    this.#period = period;
    this.#behind = new Float64Array(period + 1);
  }

  /** Writes the sum of left · right over the window that ends with each row; a column with itself gives its squares. */
  advance(factors: { readonly left: Float64Array; readonly right: Float64Array }, span: RowSpan, sums: Float64Array): void {
    const { left, right } = factors;
    const behind = this.#behind;
    const period = this.#period;
    let ahead = this.#ahead;
    let offset = offsetInBlock(span, period);
    for (let row = span.from; row < span.to; row += 1) {
      if (offset === 0) {
        this.#turnBlock(left, right, row);
        ahead = 0;
      }
      ahead += (left[row] ?? NaN) * (right[row] ?? NaN);
      sums[row] = (behind[offset + 1] ?? NaN) + ahead;
      offset += 1;
      if (offset === period) offset = 0;
    }
    this.#ahead = ahead;
  }

  #turnBlock(left: Float64Array, right: Float64Array, firstRow: number): void {
    let sum = 0;
    for (let offset = this.#period - 1; offset >= 0; offset -= 1) {
      const row = firstRow - this.#period + offset;
      sum += (left[row] ?? NaN) * (right[row] ?? NaN);
      this.#behind[offset] = sum;
    }
  }
}
