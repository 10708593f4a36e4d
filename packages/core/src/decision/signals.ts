import type { Outlook } from "../campaign/outlook.ts";
import type { MarketReading, Reading } from "../strategy/governed/reading.ts";
import { compareSymbols } from "../market/instrument.ts";
import type { ResolvedParameters } from "../strategy/governed/parameters.ts";
import type { Selection } from "../strategy/governed/selector.ts";
import type { GovernedSettings } from "../strategy/governed/settings.ts";
import type { Proposal } from "../strategy/strategy.ts";
import type { Fact } from "./decide-types.ts";

/** Everything of the market that campaigns are decided by. */
export type GovernedMarket = {
  readonly market: MarketReading;
  readonly selection: Selection;
  readonly settings: GovernedSettings;
  readonly parameters: ResolvedParameters;
  /** What is known of an instrument; undefined where something is missing. */
  readonly readingOf: (symbol: string) => Reading | undefined;
  /** What may become of an instrument that is held: the rules' outlook where a loaded model says nothing of it. */
  readonly outlookOf: (reading: Reading) => Outlook;
};

export type Entry = Extract<Proposal, { readonly action: "enter" }>;
/** An entry that a strategy proposes to whoever is flat in the instrument. */
export type WantedEntry = {
  readonly symbol: string;
  readonly strategy: string;
  readonly proposal: Entry;
  /** May also add to what the strategy's campaign holds. */
  readonly isAddition: boolean;
  /** Most base units that are wanted; undefined where sizing alone decides. */
  readonly quantityMax: bigint | undefined;
};

/** Entries by confidence, highest first, ties by symbol. */
export function inTurn(entries: readonly WantedEntry[]): readonly WantedEntry[] {
  if (entries.length < 2) return entries;
  return entries.toSorted((left, right) => right.proposal.confidenceBps - left.proposal.confidenceBps || compareSymbols(left, right));
}

/** What the strategies of one set of settings make of one snapshot. It knows no account. */
export type Signals = {
  readonly entries: readonly WantedEntry[];
  /** What there is to say of the snapshot, to an account that holds what this one holds. */
  readonly factsFor: (isHeld: (symbol: string) => boolean) => readonly Fact[];
  /** What the strategy that opened a position says of it now; undefined where nobody opened it. */
  readonly review: (symbol: string, strategy: string) => Proposal | undefined;
  /** Present under governed settings: what campaigns are decided by. */
  readonly governed: GovernedMarket | undefined;
};

/** The fact that a proposal leaves in the receipt. */
export function factOf(symbol: string, proposal: Proposal): Fact {
  return { symbol, code: proposal.reason, values: proposal.values };
}
