import type { RowSpan } from "../indicators/row-span.ts";
import type { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import type { AlignedBars } from "./aligned-bars.ts";

/** Computes rows of its column from rows of columns that were asked for before it. */
export type TapeStep = (span: RowSpan) => void;

/** A step that remembers more than its window: saved and restored with the tape. */
export type TapeState = { readonly save: (writer: CanonicalWriter) => void; readonly restore: (reader: CanonicalReader) => void };

/** A look back over intervals; enough of them must have a bar. */
export type TapeWindow = { readonly intervals: number; readonly barsMin: number };

/** Of a window's intervals, at least this share has a bar, or there is no value: quiet is not the same as calm. */
const COVERAGE_NUMERATOR = 3;
const COVERAGE_DENOMINATOR = 4;

/** A window of so many intervals, three quarters of which must have bars. */
export function windowOf(intervals: number): TapeWindow {
  return { intervals, barsMin: Math.ceil((intervals * COVERAGE_NUMERATOR) / COVERAGE_DENOMINATOR) };
}

/**
 * One instrument along the time grid, one row a timeframe, with the columns that are computed from
 * it. The stated policy for a missing bar: the close is carried forward, so its return is 0 and the
 * next bar's return is the whole move; its volume and its high are 0, which no maximum sees.
 *
 * The tape holds `historyRows` behind the rows that are being computed and slides when it is full, so
 * memory does not grow. Many rows at once and one at a time take the same way through the same steps.
 */
export class GridTape {
  readonly capacity: number;
  readonly timeframeMs: number;
  /** The tape that correlations and betas are to; this one, where the instrument is the benchmark. */
  readonly benchmark: GridTape;
  readonly present: Uint8Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  /** Close, carried forward; NaN before the first bar. */
  readonly close: Float64Array;
  readonly volume: Float64Array;
  /** Simple return of the carried close over one interval; 0 up to the first bar. */
  readonly change: Float64Array;
  /** Bars so far, counted from wherever the tape began. */
  readonly bars: Float64Array;
  /** The row of the instrument's first bar, which slides away below 0; Infinity before it. */
  firstRow = Infinity;
  readonly #sliding: Float64Array[];
  readonly #columns = new Map<string, Float64Array>();
  readonly #steps: TapeStep[] = [];
  readonly #states: TapeState[] = [];

  constructor(shape: { readonly capacity: number; readonly timeframeMs: number }, benchmark: GridTape | undefined) {
    this.capacity = shape.capacity;
    this.timeframeMs = shape.timeframeMs;
    this.benchmark = benchmark ?? this;
    this.present = new Uint8Array(shape.capacity);
    this.high = this.#newColumn();
    this.low = this.#newColumn();
    this.close = this.#newColumn().fill(NaN);
    this.volume = this.#newColumn();
    this.change = this.#newColumn();
    this.bars = this.#newColumn();
    this.#sliding = [this.high, this.low, this.close, this.volume, this.change, this.bars];
  }

  #newColumn(): Float64Array {
    return new Float64Array(this.capacity);
  }

  /**
   * The column of a key, computed by the step that `begin` gives for it; the same key is computed
   * once. A column whose earlier rows are read is `isSliding`.
   */
  derive(key: string, begin: (column: Float64Array) => TapeStep, isSliding = false): Float64Array {
    const known = this.#columns.get(key);
    if (known !== undefined) return known;
    const column = this.#newColumn();
    const step = begin(column);
    this.#columns.set(key, column);
    this.#steps.push(step);
    if (isSliding) this.#sliding.push(column);
    return column;
  }

  /** Registers what a step carries along besides its window. */
  carry(state: TapeState): void {
    this.#states.push(state);
  }

  /** Whether the window that ends with a row lies within the instrument's life and has bars enough. */
  isFull(row: number, window: TapeWindow): boolean {
    const before = row - window.intervals;
    return before >= this.firstRow - 1 && (this.bars[row] ?? 0) - (this.bars[before] ?? 0) >= window.barsMin;
  }

  /** Sets `count` rows from `row` on out of a source's rows from `from` on. Rows are set in order. */
  setRows(row: number, source: AlignedBars, rows: { readonly from: number; readonly count: number }): void {
    for (let step = 0; step < rows.count; step += 1) {
      const from = rows.from + step;
      if (source.present[from] === 1) this.#setBar(row + step, source, from);
      else this.#setMissing(row + step);
    }
  }

  #setBar(row: number, source: AlignedBars, from: number): void {
    const close = source.close[from] ?? NaN;
    if (this.firstRow === Infinity) this.firstRow = row;
    this.present[row] = 1;
    this.high[row] = source.high[from] ?? NaN;
    this.low[row] = source.low[from] ?? NaN;
    this.close[row] = close;
    this.volume[row] = source.volume[from] ?? NaN;
    this.change[row] = row === this.firstRow ? 0 : close / (this.close[row - 1] ?? NaN) - 1;
    this.bars[row] = (this.bars[row - 1] ?? 0) + 1;
  }

  #setMissing(row: number): void {
    this.present[row] = 0;
    this.high[row] = 0;
    this.low[row] = 0;
    this.close[row] = this.close[row - 1] ?? NaN;
    this.volume[row] = 0;
    this.change[row] = 0;
    this.bars[row] = this.bars[row - 1] ?? 0;
  }

  /** Computes every derived column at the rows of a span. */
  advance(span: RowSpan): void {
    for (const step of this.#steps) step(span);
  }

  /** Moves the rows from `shift` to `end` to the front. */
  slide(shift: number, end: number): void {
    this.present.copyWithin(0, shift, end);
    for (const column of this.#sliding) column.copyWithin(0, shift, end);
    this.firstRow -= shift;
  }

  /** Stands where a saved tape stood before its first saved row, which will be `row`. */
  begin(
    saved: { readonly firstInterval: number | undefined; readonly closeBefore: number | undefined },
    at: { readonly row: number; readonly intervalOfRowZero: number },
  ): void {
    const firstRow = saved.firstInterval === undefined ? Infinity : saved.firstInterval - at.intervalOfRowZero;
    // A first bar among the saved rows is found again.
    if (firstRow < at.row) this.firstRow = firstRow;
    this.close[at.row - 1] = saved.closeBefore ?? NaN;
  }

  save(writer: CanonicalWriter): void {
    for (const state of this.#states) state.save(writer);
  }

  restore(reader: CanonicalReader): void {
    for (const state of this.#states) state.restore(reader);
  }
}
