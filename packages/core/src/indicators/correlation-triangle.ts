import { pairIndex } from "../market/snapshot-lookup.ts";
import { CORRELATION_UNDEFINED } from "../market/snapshot.ts";
import { refusePeriod } from "./period.ts";
import { offsetInBlock, type RowSpan } from "./row-span.ts";

/**
 * Basis points as a whole number within ±10,000, half to even: adding and taking away 1.5 · 2⁵² leaves
 * no room for a fraction. The bounds are written out here, for a loop over pairs knows them as doubles.
 */
function wholeBps(bps: number): number {
  const rounded = bps + 6_755_399_441_055_744 - 6_755_399_441_055_744;
  if (rounded > 10_000) return 10_000;
  return rounded < -10_000 ? -10_000 : rounded;
}

const BPS = 10_000;

/** A moment Σ(x − x̄)(y − ȳ) scaled by both columns, as the triangle scales it; CORRELATION_UNDEFINED where one has no full window or does not vary. */
export function correlationBps(moment: number, inverseLow: number, inverseHigh: number): number {
  if (Number.isNaN(inverseLow) || Number.isNaN(inverseHigh)) return CORRELATION_UNDEFINED;
  return wholeBps(moment * (inverseLow * BPS) * inverseHigh);
}

/** Rows of a block: the divisor of the period nearest below its root, so that a turn costs as little as its block is long. */
export function correlationBlockRows(period: number): number {
  let rows = Math.floor(Math.sqrt(period));
  while (period % rows !== 0) rows -= 1;
  return rows;
}

/** One row across columns. A column is looked up by itself: a number that may be missing twice would become an object. */
function takeRow(columns: readonly Float64Array[], row: number, into: Float64Array): void {
  for (let index = 0; index < into.length; index += 1) {
    const column = columns[index];
    if (column !== undefined) into[index] = column[row] ?? NaN;
  }
}

/** What is known of each column at the rows of a span. */
export type TriangleColumns = {
  readonly values: readonly Float64Array[];
  /** Sum of each column's window. */
  readonly sums: readonly Float64Array[];
  /** 1 ÷ √Σ(x − mean)² of each column's window; NaN where it has no full window or does not vary. */
  readonly inverseNorms: readonly Float64Array[];
};

/**
 * Pearson correlations of every pair of columns over the last `period` rows, in basis points:
 * (Σxy − Σx·Σy ÷ n) ÷ (√Σ(x − x̄)² · √Σ(y − ȳ)²).
 *
 * Products are summed as RollingSum does, without subtracting, in blocks that hang on the clock; the
 * blocks are short, so that all sums stay in the processor's cache: a window is the end of its oldest
 * block, the whole blocks behind it, and the beginning of the newest. A row of pairs lies together.
 */
export class CorrelationTriangle {
  readonly #period: number;
  readonly #pairs: number;
  readonly #blockRows: number;
  readonly #blocks: number;
  /** Sums of the oldest block from an offset to its end, with the whole blocks after it; at its end those alone. */
  readonly #behind: Float64Array;
  readonly #ahead: Float64Array;
  /** Sums of the last whole blocks, each at its number modulo their count. */
  readonly #totals: Float64Array;
  readonly #now: Float64Array;
  readonly #sums: Float64Array;
  readonly #inverse: Float64Array;

  constructor(columns: number, period: number) {
    refusePeriod(period);
    this.#period = period;
    this.#pairs = (columns * (columns - 1)) / 2;
    this.#blockRows = correlationBlockRows(period);
    this.#blocks = period / this.#blockRows;
    this.#behind = new Float64Array((this.#blockRows + 1) * this.#pairs);
    this.#ahead = new Float64Array(this.#pairs);
    this.#totals = new Float64Array(this.#blocks * this.#pairs);
    this.#now = new Float64Array(columns);
    this.#sums = new Float64Array(columns);
    this.#inverse = new Float64Array(columns);
  }

  /** Pairs of the triangle: its row i holds i with every column after it. */
  get pairs(): number {
    return this.#pairs;
  }

  /** Writes a triangle for each row of the span, one behind the other; CORRELATION_UNDEFINED where there is no correlation. */
  advance(columns: TriangleColumns, span: RowSpan, bps: Int16Array): void {
    let offset = offsetInBlock(span, this.#blockRows);
    for (let row = span.from; row < span.to; row += 1) {
      if (offset === 0) this.#turnBlock(columns.values, row, (span.intervalOfRowZero + row) / this.#blockRows);
      this.#take(columns, row);
      this.#writeTriangle(offset, bps, (row - span.from) * this.#pairs);
      offset += 1;
      if (offset === this.#blockRows) offset = 0;
    }
  }

  #take(columns: TriangleColumns, row: number): void {
    takeRow(columns.values, row, this.#now);
    takeRow(columns.sums, row, this.#sums);
    takeRow(columns.inverseNorms, row, this.#inverse);
  }

  #writeTriangle(offset: number, bps: Int16Array, firstPair: number): void {
    const ahead = this.#ahead;
    const behind = this.#behind;
    const now = this.#now;
    const sums = this.#sums;
    const inverse = this.#inverse;
    const columns = now.length;
    const firstBehind = (offset + 1) * this.#pairs;
    let pair = 0;
    for (let left = 0; left < columns; left += 1) {
      const factor = now[left] ?? NaN;
      const mean = (sums[left] ?? NaN) / this.#period;
      const scale = (inverse[left] ?? NaN) * BPS;
      for (let right = left + 1; right < columns; right += 1) {
        const sumAhead = (ahead[pair] ?? NaN) + factor * (now[right] ?? NaN);
        ahead[pair] = sumAhead;
        const moment = (behind[firstBehind + pair] ?? NaN) + sumAhead - mean * (sums[right] ?? NaN);
        bps[firstPair + pair] = wholeBps(moment * scale * (inverse[right] ?? NaN));
        pair += 1;
      }
    }
    for (let column = 0; column < columns; column += 1) if (Number.isNaN(inverse[column] ?? NaN)) this.#erase(column, bps, firstPair);
  }

  /** A column without a full window or without movement has no correlations: as a number of bps it would read 0. */
  #erase(column: number, bps: Int16Array, firstPair: number): void {
    const columns = this.#now.length;
    for (let other = 0; other < columns; other += 1)
      if (other !== column) bps[firstPair + pairIndex(Math.min(column, other), Math.max(column, other), columns)] = CORRELATION_UNDEFINED;
  }

  /** Begins the block of a number at a row: the last one is whole now, and the one a period before begins to leave. */
  #turnBlock(values: readonly Float64Array[], firstRow: number, block: number): void {
    const placeOf = (number: number): number => (number - Math.floor(number / this.#blocks) * this.#blocks) * this.#pairs;
    this.#totals.set(this.#ahead, placeOf(block - 1));
    this.#ahead.fill(0);
    const whole = this.#behind.subarray(this.#blockRows * this.#pairs).fill(0);
    for (let number = block - this.#blocks + 1; number < block; number += 1) this.#addTotal(placeOf(number), whole);
    for (let offset = this.#blockRows - 1; offset >= 0; offset -= 1) this.#sumBehind(values, firstRow - this.#period + offset, offset);
  }

  #addTotal(from: number, whole: Float64Array): void {
    const totals = this.#totals;
    const pairs = this.#pairs;
    for (let pair = 0; pair < pairs; pair += 1) whole[pair] = (whole[pair] ?? NaN) + (totals[from + pair] ?? NaN);
  }

  #sumBehind(values: readonly Float64Array[], row: number, offset: number): void {
    const behind = this.#behind;
    const now = this.#now;
    const columns = now.length;
    const pairs = this.#pairs;
    takeRow(values, row, now);
    let cell = offset * pairs;
    for (let left = 0; left < columns; left += 1) {
      const factor = now[left] ?? NaN;
      for (let right = left + 1; right < columns; right += 1) {
        behind[cell] = (behind[cell + pairs] ?? NaN) + factor * (now[right] ?? NaN);
        cell += 1;
      }
    }
  }
}
