import type { TileRows } from "../../features/tile-instrument.ts";
import { marketValueOf } from "../../market/snapshot-lookup.ts";
import type { Snapshot, SnapshotInstrument } from "../../market/snapshot.ts";
import { REGIME_VALUE_NAMES, regimeReadingOf, type RegimeReading } from "../../regime/regime.ts";

/** Features of an instrument that the governed strategies read, by the word they use for them. */
export const READ_FEATURES = {
  atr: "atr:14",
  fast: "ema:20",
  fastBefore: "ema:20@-1",
  slow: "ema:50",
  slowBefore: "ema:50@-1",
  return1: "return:1",
  return24: "return:24",
  slope: "slope:24",
  surge: "surge:24",
  volatility: "vol:720",
  volatilityFlag: "volflag:24:720",
  fromHigh: "breakout:720",
  fromRecentHigh: "breakout:20",
  deviation: "zscore:20",
} as const;

type ReadName = keyof typeof READ_FEATURES;

/** One instrument at one close, as strategies and campaigns see it: everything is known. */
export type Reading = Readonly<Record<ReadName, number>> & { readonly symbol: string; readonly close: number };

/** The market as a whole at one close. */
export type MarketReading = {
  readonly closeMs: number;
  readonly timeframeMs: number;
  readonly regime: RegimeReading;
  /** Part of the instruments that stand higher than 24 hours ago, 0 to 1. */
  readonly breadth: number;
};

/** Market value that says how much of the market rises. */
export const BREADTH = "breadth:24";

/** Whether a snapshot carries what the reading is made of: on other bars than hours no regime is sealed. */
export function hasMarketReading({ market }: Snapshot): boolean {
  return market !== undefined && REGIME_VALUE_NAMES.every((name) => market.names.includes(name));
}

/** The market's reading; undefined while the regime warms up. */
export function marketReadingOf(snapshot: Snapshot): MarketReading | undefined {
  const regime = regimeReadingOf(REGIME_VALUE_NAMES.map((name) => marketValueOf(snapshot, name)));
  const breadth = marketValueOf(snapshot, BREADTH);
  if (regime === undefined || breadth === undefined) return undefined;
  return { closeMs: snapshot.closeMs, timeframeMs: snapshot.timeframeMs, regime, breadth };
}

const READ_NAMES: readonly ReadName[] = [
  "atr",
  "fast",
  "fastBefore",
  "slow",
  "slowBefore",
  "return1",
  "return24",
  "slope",
  "surge",
  "volatility",
  "volatilityFlag",
  "fromHigh",
  "fromRecentHigh",
  "deviation",
];

/** Where each read feature stands in a lineage's vector, in the order of `READ_NAMES`. */
export type ReadColumns = readonly number[];

/** A lineage without one of the features is a broken invariant. */
export function readColumnsOf(featureNames: readonly string[]): ReadColumns {
  return READ_NAMES.map((name) => {
    const index = featureNames.indexOf(READ_FEATURES[name]);
    if (index < 0) throw new RangeError(`the snapshot has no feature ${READ_FEATURES[name]}; it has ${featureNames.join(", ")}`);
    return index;
  });
}

/** A column is looked up by itself: a number that may be missing twice would become an object. */
function numberAt(column: Float64Array | undefined, row: number): number {
  return column === undefined ? NaN : (column[row] ?? NaN);
}

/**
 * A reading of one row of columns after the other: who looks at all of them makes one. Its numbers lie in it,
 * for a rule asks for some of them twice, and a column would be looked up each time.
 */
export class RowReading implements Reading {
  readonly symbol: string;
  close = NaN;
  atr = NaN;
  fast = NaN;
  fastBefore = NaN;
  slow = NaN;
  slowBefore = NaN;
  return1 = NaN;
  return24 = NaN;
  slope = NaN;
  surge = NaN;
  volatility = NaN;
  volatilityFlag = NaN;
  fromHigh = NaN;
  fromRecentHigh = NaN;
  deviation = NaN;
  readonly #rows: TileRows;
  readonly #columns: readonly Float64Array[];

  constructor(rows: TileRows, places: ReadColumns) {
    this.symbol = rows.symbol;
    this.#rows = rows;
    this.#columns = places.map((place) => rows.columnOf(place));
  }

  /** Takes the numbers of a row; whether all of them are known. */
  turnTo(row: number): boolean {
    const columns = this.#columns;
    this.close = this.#rows.close(row);
    this.atr = numberAt(columns[0], row);
    this.fast = numberAt(columns[1], row);
    this.fastBefore = numberAt(columns[2], row);
    this.slow = numberAt(columns[3], row);
    this.slowBefore = numberAt(columns[4], row);
    this.return1 = numberAt(columns[5], row);
    this.return24 = numberAt(columns[6], row);
    this.slope = numberAt(columns[7], row);
    this.surge = numberAt(columns[8], row);
    this.volatility = numberAt(columns[9], row);
    this.volatilityFlag = numberAt(columns[10], row);
    this.fromHigh = numberAt(columns[11], row);
    this.fromRecentHigh = numberAt(columns[12], row);
    this.deviation = numberAt(columns[13], row);
    return this.#isWhole();
  }

  /** Of finite numbers alone is the difference to itself 0. */
  #isWhole(): boolean {
    const { atr, fast, fastBefore, slow, slowBefore, return1, return24 } = this;
    const { slope, surge, volatility, volatilityFlag, fromHigh, fromRecentHigh, deviation } = this;
    const ofAverages = atr - atr + (fast - fast) + (fastBefore - fastBefore) + (slow - slow) + (slowBefore - slowBefore);
    const ofReturns = return1 - return1 + (return24 - return24) + (slope - slope) + (surge - surge) + (deviation - deviation);
    const ofMonth = volatility - volatility + (volatilityFlag - volatilityFlag) + (fromHigh - fromHigh) + (fromRecentHigh - fromRecentHigh);
    return ofAverages + ofReturns + ofMonth === 0;
  }
}

/** An instrument's reading; undefined where it has no bar, or one of its features warms up or is not defined. */
export function readingOf(instrument: SnapshotInstrument, columns: ReadColumns): Reading | undefined {
  const { symbol, bar, features } = instrument;
  if (bar === undefined) return undefined;
  const values: number[] = [];
  for (const column of columns) {
    const value = features[column];
    if (value === undefined) return undefined;
    values.push(value);
  }
  const read = (index: number): number => values[index] ?? Number.NaN;
  return {
    symbol,
    close: bar.close,
    atr: read(0),
    fast: read(1),
    fastBefore: read(2),
    slow: read(3),
    slowBefore: read(4),
    return1: read(5),
    return24: read(6),
    slope: read(7),
    surge: read(8),
    volatility: read(9),
    volatilityFlag: read(10),
    fromHigh: read(11),
    fromRecentHigh: read(12),
    deviation: read(13),
  };
}
