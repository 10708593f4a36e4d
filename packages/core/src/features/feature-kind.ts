import type { GridTape, TapeStep } from "./grid-tape.ts";

/**
 * Periods of a feature; the second is 0 where a kind has one. They count intervals of the lineage's
 * timeframe: on hourly bars 24 is a day.
 */
export type Periods = readonly [first: number, second: number];

/** One kind of feature: what stands before the colon of its name, with all that the family's laws are tested by. */
export type FeatureKind = {
  /** The least that each period may be; one entry a period. */
  readonly periodMins: readonly [first: number] | readonly [first: number, second: number];
  /** Windowed: the value depends on its window alone. Recursive: on all bars before, ever less. */
  readonly memory: "windowed" | "recursive";
  /** Bars of an unbroken history before the first value: the index of its bar. */
  readonly warmUpBars: (periods: Periods) => number;
  /** Asks the tape for what the feature is computed from, and gives the step that fills its column: NaN where it is none. */
  readonly begin: (tape: GridTape, periods: Periods) => (column: Float64Array) => TapeStep;
};

/** Kinds by name. */
export type FeatureKinds = Readonly<Record<string, FeatureKind>>;
