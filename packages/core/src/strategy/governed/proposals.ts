import { CONFIDENCE_BPS_MAX, type Proposal, type ProposalValues } from "../strategy.ts";
import { GOVERNED_STRATEGIES, type GovernedStrategy } from "./kinds.ts";
import type { MarketReading, Reading } from "./reading.ts";
import type { ResolvedParameters } from "./parameters.ts";

/** What a governed strategy looks at: one instrument, the market around it, and its own settings. */
export type View = { readonly reading: Reading; readonly market: MarketReading; readonly parameters: ResolvedParameters };

/** One of the six: a pure function per question. What it bought, the campaign engine runs. */
export type GovernedRules = {
  /** What it proposes of an instrument whose numbers are no setup of it. */
  readonly idle: Proposal;
  /** Whether it would buy now, flat in the instrument. */
  readonly propose: (view: View) => Proposal;
  /** Whether it would sell now what it bought, or a part of what anybody bought. */
  readonly review: (view: View) => Proposal;
};

/** What of a strategy is asked of an instrument's own numbers, row after row of whole columns, before a view is made of one. */
export type NumberRules = {
  /** Whether it is of the kind that the strategy lives on. */
  readonly isFit: (reading: Reading) => boolean;
  /** Whether its numbers let the strategy buy. */
  readonly isSetup: (reading: Reading, parameters: ResolvedParameters) => boolean;
};

export function hold(reason: string, values: ProposalValues = []): Proposal {
  return { action: "hold", reason, values };
}

export function exit(reason: string, values: ProposalValues): Proposal {
  return { action: "exit", reason, values };
}

type RuleTerms = {
  readonly strategy: GovernedStrategy;
  readonly reason: string;
  readonly stopAtr: number;
  readonly edgeAtr: number;
  /** Asked for while the close is looked at, and only by who notes what was seen: a double costs more to print than to compare. */
  readonly values: () => ProposalValues;
};

type EntryProposal = Extract<Proposal, { readonly action: "enter" }>;

/** An entry whose values are put in words for who asks for them. */
class RuleEntry implements EntryProposal {
  readonly action = "enter";
  readonly reason: string;
  readonly confidenceBps = CONFIDENCE_BPS_MAX;
  readonly multiplierBps: number;
  readonly edge: number;
  readonly stopOffset: number;
  readonly takeProfitOffset = undefined;
  readonly #atr: number;
  readonly #values: () => ProposalValues;

  constructor({ atr, close }: Reading, { strategy, reason, stopAtr, edgeAtr, values }: RuleTerms) {
    this.reason = reason;
    this.multiplierBps = GOVERNED_STRATEGIES[strategy].multiplierBpsMax;
    this.edge = (edgeAtr * atr) / close;
    this.stopOffset = stopAtr * atr;
    this.#atr = atr;
    this.#values = values;
  }

  get values(): ProposalValues {
    return [...this.#values(), ["atr", String(this.#atr)]];
  }
}

/** An entry with its stop, both in ATR; a rule is always sure of itself (RSK3), its size is its strategy's ceiling. */
export function enter(view: View, of: RuleTerms): Proposal {
  return new RuleEntry(view.reading, of);
}
