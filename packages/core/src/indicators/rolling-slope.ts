import { refusePeriod } from "./period.ts";
import { offsetInBlock, type RowSpan } from "./row-span.ts";

/**
 * The least-squares slope per row over the last `period` levels, from the steps between them:
 * Σ(i − ī)·y ÷ Σ(i − ī)², and Σ(i − ī)² = n(n² − 1) ÷ 12 for rows one apart.
 *
 * A slope does not see where its levels begin, so they are counted from the first of the block (the
 * blocks are those of RollingSum): steps of 0 give a slope of exactly 0.
 */
export class RollingSlope {
  readonly #period: number;
  /** Of the levels of the block before, from an offset on: their sum, and that of index · level. */
  readonly #sumBehind: Float64Array;
  readonly #momentBehind: Float64Array;
  #level = 0;
  #sumAhead = 0;
  #momentAhead = 0;

  constructor(period: number) {
    refusePeriod(period);
    this.#period = period;
    this.#sumBehind = new Float64Array(period + 1);
    this.#momentBehind = new Float64Array(period + 1);
  }

  /** `steps[row]` leads from the level before to the row's own. */
  advance(steps: Float64Array, span: RowSpan, slopes: Float64Array): void {
    const period = this.#period;
    const spread = (period * (period * period - 1)) / 12;
    let offset = offsetInBlock(span, period);
    for (let row = span.from; row < span.to; row += 1) {
      if (offset === 0) this.#turnBlock(steps, row);
      else this.#level += steps[row] ?? NaN;
      this.#sumAhead += this.#level;
      this.#momentAhead += offset * this.#level;
      const sum = (this.#sumBehind[offset + 1] ?? NaN) + this.#sumAhead;
      const moment = (this.#momentBehind[offset + 1] ?? NaN) + this.#momentAhead;
      slopes[row] = (moment - (offset - (period - 1) / 2) * sum) / spread;
      offset += 1;
      if (offset === period) offset = 0;
    }
  }

  /** Counts the levels of the block before back from the new block's first, which is 0; their indices are negative. */
  #turnBlock(steps: Float64Array, firstRow: number): void {
    let level = 0;
    let sum = 0;
    let moment = 0;
    for (let index = -1; index >= -this.#period; index -= 1) {
      level -= steps[firstRow + index + 1] ?? NaN;
      sum += level;
      moment += index * level;
      this.#sumBehind[this.#period + index] = sum;
      this.#momentBehind[this.#period + index] = moment;
    }
    this.#level = 0;
    this.#sumAhead = 0;
    this.#momentAhead = 0;
  }
}
