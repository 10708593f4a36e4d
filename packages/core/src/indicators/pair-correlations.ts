import { correlationBps, correlationBlockRows, type TriangleColumns } from "./correlation-triangle.ts";
import { pairIndex } from "../market/snapshot-lookup.ts";
import { refusePeriod } from "./period.ts";
import { offsetInBlock, type RowSpan } from "./row-span.ts";

/** A pair of columns, the lower first, at a row. */
export type PairAtRow = { readonly low: number; readonly high: number; readonly row: number; readonly intervalOfRowZero: number };

function columnOf(columns: readonly Float64Array[], index: number): Float64Array {
  const column = columns[index];
  if (column === undefined) throw new RangeError(`no column ${index} of ${columns.length}`);
  return column;
}

/**
 * The correlations of CorrelationTriangle for who asks for a few pairs at a few rows. What is summed up of
 * every pair are whole blocks alone; the ends of a window are summed for who asks. The order of all sums
 * is that of the triangle, so that both give the same number.
 */
export class PairCorrelations {
  readonly #columns: number;
  readonly #period: number;
  readonly #blockRows: number;
  /** Whole blocks behind the one that a window begins in. */
  readonly #blocks: number;
  /** Blocks whose sums are kept: those of a window that ends with any row of the last span. */
  readonly #kept: number;
  /** By pair, then block modulo those that are kept: what is asked of a pair lies together. */
  readonly #totals: Float64Array;

  /** `rowsMax`: of one span. */
  constructor(columns: number, of: { readonly period: number; readonly rowsMax: number }) {
    refusePeriod(of.period);
    this.#columns = columns;
    this.#period = of.period;
    this.#blockRows = correlationBlockRows(of.period);
    this.#blocks = of.period / this.#blockRows - 1;
    this.#kept = this.#blocks + Math.ceil(of.rowsMax / this.#blockRows) + 1;
    this.#totals = new Float64Array(((columns * (columns - 1)) / 2) * this.#kept);
  }

  #placeOf(block: number): number {
    return block - Math.floor(block / this.#kept) * this.#kept;
  }

  /** Takes the rows of a span: each block that ends in it is summed up. */
  advance(values: readonly Float64Array[], span: RowSpan): void {
    const toNext = (this.#blockRows - offsetInBlock(span, this.#blockRows)) % this.#blockRows;
    for (let row = span.from + toNext; row < span.to; row += this.#blockRows)
      this.#sumBlock(values, row, (span.intervalOfRowZero + row) / this.#blockRows - 1);
  }

  /** Sums up the block that ends before a row. */
  #sumBlock(values: readonly Float64Array[], end: number, block: number): void {
    const totals = this.#totals;
    const from = end - this.#blockRows;
    let cell = this.#placeOf(block);
    for (let low = 0; low < this.#columns; low += 1) {
      const left = columnOf(values, low);
      for (let high = low + 1; high < this.#columns; high += 1) {
        const right = columnOf(values, high);
        let sum = 0;
        for (let row = from; row < end; row += 1) sum += (left[row] ?? NaN) * (right[row] ?? NaN);
        totals[cell] = sum;
        cell += this.#kept;
      }
    }
  }

  /** The correlation of a pair over the window that ends with a row of the last span; CORRELATION_UNDEFINED where there is none. */
  bpsAt({ values, sums, inverseNorms }: TriangleColumns, { low, high, row, intervalOfRowZero }: PairAtRow): number {
    const interval = intervalOfRowZero + row;
    const block = Math.floor(interval / this.#blockRows);
    const offset = interval - block * this.#blockRows;
    const [left, right] = [columnOf(values, low), columnOf(values, high)];
    let behind = this.#sumWhole({ low, high, block });
    const firstRow = row - this.#period + 1;
    for (let at = row - offset - this.#period + this.#blockRows - 1; at >= firstRow; at -= 1)
      behind += (left[at] ?? NaN) * (right[at] ?? NaN);
    let ahead = 0;
    for (let at = row - offset; at <= row; at += 1) ahead += (left[at] ?? NaN) * (right[at] ?? NaN);
    const numberOf = (columns: readonly Float64Array[], index: number): number => columnOf(columns, index)[row] ?? NaN;
    const moment = behind + ahead - (numberOf(sums, low) / this.#period) * numberOf(sums, high);
    return correlationBps(moment, numberOf(inverseNorms, low), numberOf(inverseNorms, high));
  }

  /** Sum of the whole blocks before one. */
  #sumWhole({ low, high, block }: { readonly low: number; readonly high: number; readonly block: number }): number {
    const totals = this.#totals;
    const first = pairIndex(low, high, this.#columns) * this.#kept;
    const end = first + this.#kept;
    let cell = first + this.#placeOf(block - this.#blocks);
    let sum = 0;
    for (let step = 0; step < this.#blocks; step += 1) {
      sum += totals[cell] ?? NaN;
      cell = cell + 1 === end ? first : cell + 1;
    }
    return sum;
  }
}
