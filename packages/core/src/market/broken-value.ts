import type { Bar } from "./bar.ts";

/** What is looked at of an instrument in a snapshot; packed features are a panel's own. */
type Held = {
  readonly symbol: string;
  readonly bar: Bar | undefined;
  readonly features: readonly (number | undefined)[];
  readonly packed?: unknown;
};
type Facts = readonly (readonly [name: string, value: string])[];

/** A number of an instrument that is none, or has two forms: NaN, an infinity, −0. */
export type BrokenValue = { readonly symbol: string; readonly name: string; readonly value: number };

function isBroken(value: number | undefined): value is number {
  return value !== undefined && (!Number.isFinite(value) || Object.is(value, -0));
}

/** The broken features of an instrument, by name. Columns that a panel lends hold no broken ones: there NaN is how "none" is written. */
export function brokenFeaturesOf(instrument: Held, featureNames: readonly string[]): readonly BrokenValue[] {
  if (instrument.packed !== undefined) return [];
  const { symbol, features } = instrument;
  const broken: BrokenValue[] = [];
  for (let index = 0; index < features.length; index += 1) {
    const value = features[index];
    if (isBroken(value)) broken.push({ symbol, name: featureNames[index] ?? String(index), value });
  }
  return broken;
}

const BAR_VALUES = ["open", "high", "low", "close", "volume"] as const;

/** The first broken number of an instrument's bar. Bars that a panel lends were validated where they came in. */
export function brokenBarValueOf({ symbol, bar, packed }: Held): BrokenValue | undefined {
  if (bar === undefined || packed !== undefined) return undefined;
  const name = BAR_VALUES.find((of) => isBroken(bar[of]));
  return name === undefined ? undefined : { symbol, name, value: bar[name] };
}

/** What the market as a whole is called where an instrument's symbol stands elsewhere. */
export const WHOLE_MARKET = "market";

type MarketHeld = { readonly names: readonly string[]; readonly values: readonly (number | undefined)[] };

/** The broken values of the market as a whole, by name. */
export function brokenMarketValuesOf(market: MarketHeld | undefined): readonly BrokenValue[] {
  const broken: BrokenValue[] = [];
  market?.values.forEach((value, index) => {
    if (isBroken(value)) broken.push({ symbol: WHOLE_MARKET, name: market.names[index] ?? String(index), value });
  });
  return broken;
}

/** The first number of a snapshot that can't be sealed: of a bar, then of its features, then of the market. */
export function firstBrokenValue({
  instruments,
  featureNames,
  market,
}: {
  readonly instruments: readonly Held[];
  readonly featureNames: readonly string[];
  readonly market?: MarketHeld | undefined;
}): BrokenValue | undefined {
  for (const instrument of instruments) {
    const first = brokenBarValueOf(instrument) ?? brokenFeaturesOf(instrument, featureNames)[0];
    if (first !== undefined) return first;
  }
  return brokenMarketValuesOf(market)[0];
}

export function factsOfBroken({ name, value }: BrokenValue): Facts {
  return [
    ["feature", name],
    ["value", Object.is(value, -0) ? "-0" : String(value)],
  ];
}

/** A snapshot that is not sealed, for a number in it is none. Thrown before a byte of it is stored. */
export class SnapshotRefused extends RangeError {
  readonly code = "FEATURE_NOT_FINITE";
  readonly symbol: string;
  readonly facts: Facts;

  constructor(broken: BrokenValue, options?: ErrorOptions) {
    const facts = factsOfBroken(broken);
    super(`FEATURE_NOT_FINITE: ${broken.symbol}, ${facts.map(([name, value]) => `${name} ${value}`).join(", ")}: not canonical`, options);
    this.name = "SnapshotRefused";
    this.symbol = broken.symbol;
    this.facts = facts;
  }
}
