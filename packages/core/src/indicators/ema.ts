import type { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import { refusePeriod } from "./period.ts";
import type { RowSpan } from "./row-span.ts";

/**
 * Exponential moving average of closes, as the reference strategy defines it: undefined before bar
 * n−1, there the mean of the first n closes (summed left to right), then c·k + EMA·(1−k), k = 2/(n+1).
 * The operations and their order are the contract: two programs must agree to the last bit.
 */
export class Ema {
  readonly #period: number;
  readonly #weight: number;
  readonly #rest: number;
  #count = 0;
  #sum = 0;
  #value = 0;

  constructor(period: number) {
    refusePeriod(period);
    this.#period = period;
    this.#weight = 2 / (period + 1);
    this.#rest = 1 - this.#weight;
  }

  /** The average at this close; undefined while it warms up. */
  push(close: number): number | undefined {
    if (this.#count >= this.#period) {
      this.#value = close * this.#weight + this.#value * this.#rest;
      return this.#value;
    }
    this.#count += 1;
    this.#sum += close;
    if (this.#count < this.#period) return undefined;
    this.#value = this.#sum / this.#period;
    return this.#value;
  }

  /** Pushes a span's rows that have a bar: NaN while the average warms up and where there is none. */
  advance(bars: { readonly present: Uint8Array; readonly close: Float64Array }, span: RowSpan, averages: Float64Array): void {
    const { present, close } = bars;
    let row = span.from;
    for (; row < span.to && this.#count < this.#period; row += 1)
      averages[row] = present[row] === 1 ? (this.push(close[row] ?? NaN) ?? NaN) : NaN;
    let value = this.#value;
    for (; row < span.to; row += 1) {
      if (present[row] === 1) value = (close[row] ?? NaN) * this.#weight + value * this.#rest;
      averages[row] = present[row] === 1 ? value : NaN;
    }
    this.#value = value;
  }

  save(writer: CanonicalWriter): void {
    writer.u32(this.#count).f64(this.#sum).f64(this.#value);
  }

  /** Goes on where `save` of an average of the same period stood. */
  restore(reader: CanonicalReader): void {
    this.#count = reader.u32();
    this.#sum = reader.f64();
    this.#value = reader.f64();
  }
}

/** The same over a column, into `values`: NaN while it warms up. Equal to pushing one by one, to the last bit. */
export function emaColumn(closes: Float64Array, period: number, values: Float64Array = new Float64Array(closes.length)): Float64Array {
  refusePeriod(period);
  values.fill(NaN, 0, period);
  if (closes.length < period) return values;
  const weight = 2 / (period + 1);
  const rest = 1 - weight;
  let sum = 0;
  for (let index = 0; index < period; index += 1) sum += closes[index] ?? NaN;
  let value = sum / period;
  values[period - 1] = value;
  for (let index = period; index < closes.length; index += 1) {
    value = (closes[index] ?? NaN) * weight + value * rest;
    values[index] = value;
  }
  return values;
}
