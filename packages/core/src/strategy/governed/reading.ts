import { marketPlaceOf } from "../../market/snapshot-lookup.ts";
import type { MarketValues, Snapshot, SnapshotInstrument } from "../../market/snapshot.ts";
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

const NO_MARKET: MarketValues = { names: [], values: [] };

/** Market value that says how much of the market rises. */
export const BREADTH = "breadth:24";

/** Whether a snapshot carries what the reading is made of: on other bars than hours no regime is sealed. */
export function hasMarketReading({ market }: Snapshot): boolean {
  return market !== undefined && REGIME_VALUE_NAMES.every((name) => market.names.includes(name));
}

/** The market's reading; undefined while the regime warms up. A snapshot without one of the values is a broken invariant. */
export function marketReadingOf(snapshot: Snapshot): MarketReading | undefined {
  return latestMarketReading()(snapshot);
}

/** The same close after close: their values stand in one order. */
export function latestMarketReading(): (snapshot: Snapshot) => MarketReading | undefined {
  let latest: { readonly names: readonly string[]; readonly regime: readonly number[]; readonly breadth: number } | undefined;
  return ({ closeMs, timeframeMs, market }) => {
    const { names, values } = market ?? NO_MARKET;
    if (latest?.names !== names)
      latest = { names, regime: REGIME_VALUE_NAMES.map((name) => marketPlaceOf(names, name)), breadth: marketPlaceOf(names, BREADTH) };
    const regime = regimeReadingOf(latest.regime.map((place) => values[place]));
    const breadth = values[latest.breadth];
    return regime === undefined || breadth === undefined ? undefined : { closeMs, timeframeMs, regime, breadth };
  };
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
