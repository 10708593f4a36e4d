import type { Bar } from "./bar.ts";
import type { SnapshotInstrument } from "./snapshot.ts";

/** Open, high, low, close and volume stand before the features. */
export const PACKED_BAR_VALUES = 5;
const CLOSE = 3;
const NO_FEATURES: readonly never[] = [];

/** Where the numbers of an instrument lie: its bar, then its features, NaN where there is none. */
export type PackedValues = {
  readonly values: Float64Array;
  /** Index of the bar's open. */
  readonly at: number;
  readonly featureCount: number;
  readonly openMs: number;
};

/**
 * An instrument of a snapshot whose numbers lie in an array with those of many others. Its bar and
 * its features become objects only for who asks: most closes are looked at, not kept.
 */
export class PackedInstrument implements SnapshotInstrument {
  readonly symbol: string;
  readonly values: Float64Array;
  readonly #at: number;
  readonly #featureCount: number;
  readonly #openMs: number;

  constructor(symbol: string, packed: PackedValues) {
    this.symbol = symbol;
    this.values = packed.values;
    this.#at = packed.at;
    this.#featureCount = packed.featureCount;
    this.#openMs = packed.openMs;
  }

  #value(index: number): number {
    return this.values[this.#at + index] ?? NaN;
  }

  /** Index of the first feature in `values`. */
  get featuresAt(): number {
    return this.#at + PACKED_BAR_VALUES;
  }

  /** NaN where the instrument has no bar. */
  get close(): number {
    return this.#value(CLOSE);
  }

  get bar(): Bar | undefined {
    if (Number.isNaN(this.close)) return undefined;
    return {
      tsMs: this.#openMs,
      open: this.#value(0),
      high: this.#value(1),
      low: this.#value(2),
      close: this.close,
      volume: this.#value(4),
    };
  }

  get features(): readonly (number | undefined)[] {
    if (Number.isNaN(this.close)) return NO_FEATURES;
    const features: (number | undefined)[] = [];
    for (let index = this.featuresAt; index < this.featuresAt + this.#featureCount; index += 1) {
      const value = this.values[index];
      features.push(value === undefined || Number.isNaN(value) ? undefined : value);
    }
    return features;
  }
}
