import type { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import type { RowSpan } from "../indicators/row-span.ts";
import type { FeatureKinds } from "./feature-kind.ts";
import { featureKindOf, formatFeatureName, periodsOf, type FeatureName } from "./feature-name.ts";
import type { GridTape } from "./grid-tape.ts";

/** Leaves values at bars alone: no infinity, and 0 for −0, so that every value has a canonical form. */
function settle(tape: GridTape, span: RowSpan, column: Float64Array): void {
  const { present } = tape;
  for (let row = span.from; row < span.to; row += 1) {
    const value = column[row] ?? NaN;
    // Of finite numbers alone is the difference to itself 0; adding 0 takes the sign off −0. One expression for both would make an object of each.
    if (present[row] === 1 && value - value === 0) column[row] = value + 0;
    else column[row] = NaN;
  }
}

/** The values of a column at the last existing bars, newest last. */
class Lag {
  readonly #values: Float64Array;
  #next = 0;

  constructor(lag: number) {
    this.#values = new Float64Array(lag).fill(NaN);
  }

  /**
   * Takes the values at the bars of a span and puts into a column those of `lag` bars before, NaN where
   * there is no bar. The loop stands here: a double that goes in and out of a call becomes an object.
   */
  delay(columns: { readonly present: Uint8Array; readonly source: Float64Array; readonly column: Float64Array }, span: RowSpan): void {
    const { present, source, column } = columns;
    const values = this.#values;
    let next = this.#next;
    for (let row = span.from; row < span.to; row += 1) {
      if (present[row] !== 1) {
        column[row] = NaN;
        continue;
      }
      column[row] = values[next] ?? NaN;
      values[next] = source[row] ?? NaN;
      next = next + 1 === values.length ? 0 : next + 1;
    }
    this.#next = next;
  }

  save(writer: CanonicalWriter): void {
    for (let step = 0; step < this.#values.length; step += 1) {
      const value = this.#values[(this.#next + step) % this.#values.length] ?? NaN;
      writer.option(Number.isNaN(value) ? undefined : value, (present) => writer.f64(present));
    }
  }

  restore(reader: CanonicalReader): void {
    this.#next = 0;
    for (let step = 0; step < this.#values.length; step += 1) this.#values[step] = reader.option(() => reader.f64()) ?? NaN;
  }
}

function laggedColumn(tape: GridTape, source: Float64Array, lag: number): (column: Float64Array) => (span: RowSpan) => void {
  const values = new Lag(lag);
  tape.carry(values);
  return (column) => (span) => {
    values.delay({ present: tape.present, source, column }, span);
  };
}

/** The column of a feature on a tape: finite where the feature has a value, NaN where it has none or there is no bar. */
export function featureColumn(tape: GridTape, name: FeatureName, kinds: FeatureKinds): Float64Array {
  const unlagged = { ...name, lag: 0 };
  const source = tape.derive(formatFeatureName(unlagged), (column) => {
    const kind = featureKindOf(name.kind, kinds);
    if (kind === undefined) throw new RangeError(`not a kind of feature: ${name.kind}`);
    const step = kind.begin(tape, periodsOf(name))(column);
    return (span) => {
      step(span);
      settle(tape, span, column);
    };
  });
  if (name.lag === 0) return source;
  return tape.derive(formatFeatureName(name), (column) => laggedColumn(tape, source, name.lag)(column));
}
