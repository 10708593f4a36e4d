import type { BarColumns } from "../market/bar.ts";
import type { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import { refusePeriod } from "./period.ts";
import type { RowSpan } from "./row-span.ts";

/** What a true range looks at. */
export type RangeOfBar = { readonly high: number; readonly low: number; readonly close: number };

/** What true ranges look at, as columns on the time grid. */
export type RangeColumns = {
  readonly present: Uint8Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
};

/** max(h − l, |h − c₋₁|, |l − c₋₁|) of a bar and the close before it (J. W. Wilder, 1978). */
function trueRange(bar: RangeOfBar, previousClose: number): number {
  return Math.max(bar.high - bar.low, Math.abs(bar.high - previousClose), Math.abs(bar.low - previousClose));
}

/**
 * Wilder's average true range, as the reference strategy defines it: true ranges from bar 1; at bar m
 * the mean of the first m (summed left to right), then (ATR·(m−1) + TR) ÷ m.
 */
export class Atr {
  readonly #period: number;
  /** True ranges taken, up to the period. */
  #count = 0;
  #previousClose: number | undefined;
  #sum = 0;
  #value = 0;

  constructor(period: number) {
    refusePeriod(period);
    this.#period = period;
  }

  /** The average at this bar; undefined while it warms up. */
  push(bar: RangeOfBar): number | undefined {
    const previousClose = this.#previousClose;
    this.#previousClose = bar.close;
    if (previousClose === undefined) return undefined;
    const range = trueRange(bar, previousClose);
    if (this.#count >= this.#period) {
      this.#value = (this.#value * (this.#period - 1) + range) / this.#period;
      return this.#value;
    }
    this.#count += 1;
    this.#sum += range;
    if (this.#count < this.#period) return undefined;
    this.#value = this.#sum / this.#period;
    return this.#value;
  }

  /** Pushes a span's rows that have a bar: NaN while the average warms up and where there is none. */
  advance(bars: RangeColumns, span: RowSpan, averages: Float64Array): void {
    const { present, high, low, close } = bars;
    let row = span.from;
    for (; row < span.to && this.#count < this.#period; row += 1) {
      const bar = { high: high[row] ?? NaN, low: low[row] ?? NaN, close: close[row] ?? NaN };
      averages[row] = present[row] === 1 ? (this.push(bar) ?? NaN) : NaN;
    }
    let value = this.#value;
    // A number from its first row on: what may be missing would become an object at each.
    let previousClose = Number(this.#previousClose);
    for (; row < span.to; row += 1) {
      averages[row] = NaN;
      if (present[row] !== 1) continue;
      const top = high[row] ?? NaN;
      const bottom = low[row] ?? NaN;
      const range = Math.max(top - bottom, Math.abs(top - previousClose), Math.abs(bottom - previousClose));
      value = (value * (this.#period - 1) + range) / this.#period;
      previousClose = close[row] ?? NaN;
      averages[row] = value;
    }
    this.#value = value;
    this.#previousClose = Number.isNaN(previousClose) ? undefined : previousClose;
  }

  save(writer: CanonicalWriter): void {
    writer.u32(this.#count).option(this.#previousClose, (close) => writer.f64(close));
    writer.f64(this.#sum).f64(this.#value);
  }

  /** Goes on where `save` of an average of the same period stood. */
  restore(reader: CanonicalReader): void {
    this.#count = reader.u32();
    this.#previousClose = reader.option(() => reader.f64());
    this.#sum = reader.f64();
    this.#value = reader.f64();
  }
}

function trueRangeAt(columns: BarColumns, index: number): number {
  const high = columns.high[index] ?? NaN;
  const low = columns.low[index] ?? NaN;
  const previousClose = columns.close[index - 1] ?? NaN;
  return Math.max(high - low, Math.abs(high - previousClose), Math.abs(low - previousClose));
}

/** The same over columns, into `values`: NaN while it warms up. Equal to pushing one by one, to the last bit. */
export function atrColumn(
  columns: BarColumns,
  period: number,
  values: Float64Array = new Float64Array(columns.close.length),
): Float64Array {
  refusePeriod(period);
  const length = columns.close.length;
  values.fill(NaN, 0, period);
  if (length <= period) return values;
  let sum = 0;
  for (let index = 1; index <= period; index += 1) sum += trueRangeAt(columns, index);
  let value = sum / period;
  values[period] = value;
  for (let index = period + 1; index < length; index += 1) {
    value = (value * (period - 1) + trueRangeAt(columns, index)) / period;
    values[index] = value;
  }
  return values;
}
