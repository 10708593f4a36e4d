import { refusePeriod } from "./period.ts";
import { offsetInBlock, type RowSpan } from "./row-span.ts";

/**
 * How many sample standard deviations a value lies from the mean of the window that it ends:
 * (x − mean) ÷ √(Σ(x − mean)² ÷ (period − 1)). NaN where the values don't vary.
 *
 * The blocks are those of RollingSum. Sums are taken of distances from a value inside the window, the
 * block's first: the one-pass variance then loses no more than log₂(period) bits, at a price of 1e6
 * that moves by a cent as well, and is exactly 0 where nothing moves.
 */
export class RollingScore {
  readonly #period: number;
  readonly #sumBehind: Float64Array;
  readonly #squaresBehind: Float64Array;
  #anchor = 0;
  #sumAhead = 0;
  #squaresAhead = 0;

  constructor(period: number) {
    refusePeriod(period);
    this.#period = period;
    this.#sumBehind = new Float64Array(period + 1);
    this.#squaresBehind = new Float64Array(period + 1);
  }

  advance(values: Float64Array, span: RowSpan, scores: Float64Array): void {
    const period = this.#period;
    let offset = offsetInBlock(span, period);
    for (let row = span.from; row < span.to; row += 1) {
      if (offset === 0) this.#turnBlock(values, row);
      const distance = (values[row] ?? NaN) - this.#anchor;
      this.#sumAhead += distance;
      this.#squaresAhead += distance * distance;
      const sum = (this.#sumBehind[offset + 1] ?? NaN) + this.#sumAhead;
      const squares = (this.#squaresBehind[offset + 1] ?? NaN) + this.#squaresAhead;
      const mean = sum / period;
      const variance = (squares - sum * mean) / (period - 1);
      scores[row] = variance > 0 ? (distance - mean) / Math.sqrt(variance) : NaN;
      offset += 1;
      if (offset === period) offset = 0;
    }
  }

  #turnBlock(values: Float64Array, firstRow: number): void {
    const anchor = values[firstRow] ?? NaN;
    let sum = 0;
    let squares = 0;
    for (let offset = this.#period - 1; offset >= 0; offset -= 1) {
      const distance = (values[firstRow - this.#period + offset] ?? NaN) - anchor;
      sum += distance;
      squares += distance * distance;
      this.#sumBehind[offset] = sum;
      this.#squaresBehind[offset] = squares;
    }
    this.#anchor = anchor;
    this.#sumAhead = 0;
    this.#squaresAhead = 0;
  }
}
