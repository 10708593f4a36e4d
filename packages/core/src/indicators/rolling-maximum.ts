import { refusePeriod } from "./period.ts";
import { offsetInBlock, type RowSpan } from "./row-span.ts";

/** The greatest of the last `period` rows, by the blocks of RollingSum (M. van Herk, 1992). Values are 0 or above. */
export class RollingMaximum {
  readonly #period: number;
  readonly #behind: Float64Array;
  #ahead = 0;

  constructor(period: number) {
    refusePeriod(period);
    this.#period = period;
    this.#behind = new Float64Array(period + 1);
  }

  /** Writes the greatest value of the window that ends with each row; reads `period` rows back. */
  advance(values: Float64Array, span: RowSpan, maxima: Float64Array): void {
    const behind = this.#behind;
    const period = this.#period;
    let ahead = this.#ahead;
    let offset = offsetInBlock(span, period);
    for (let row = span.from; row < span.to; row += 1) {
      if (offset === 0) {
        this.#turnBlock(values, row);
        ahead = 0;
      }
      const value = values[row] ?? 0;
      if (value > ahead) ahead = value;
      const before = behind[offset + 1] ?? 0;
      maxima[row] = before > ahead ? before : ahead;
      offset += 1;
      if (offset === period) offset = 0;
    }
    this.#ahead = ahead;
  }

  #turnBlock(values: Float64Array, firstRow: number): void {
    let maximum = 0;
    for (let offset = this.#period - 1; offset >= 0; offset -= 1) {
      const value = values[firstRow - this.#period + offset] ?? 0;
      if (value > maximum) maximum = value;
      this.#behind[offset] = maximum;
    }
  }
}
