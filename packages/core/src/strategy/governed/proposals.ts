import { CONFIDENCE_BPS_MAX, type Proposal, type ProposalValues } from "../strategy.ts";
import { GOVERNED_STRATEGIES, type GovernedStrategy } from "./kinds.ts";
import type { MarketReading, Reading } from "./reading.ts";
import type { ResolvedParameters } from "./parameters.ts";

/** What a governed strategy looks at: one instrument, the market around it, and its own settings. */
export type View = { readonly reading: Reading; readonly market: MarketReading; readonly parameters: ResolvedParameters };

/** One of the six: a pure function per question. What it bought, the campaign engine runs. */
export type GovernedRules = {
  /** Whether it would buy now, flat in the instrument. */
  readonly propose: (view: View) => Proposal;
  /** Whether it would sell now what it bought, or a part of what anybody bought. */
  readonly review: (view: View) => Proposal;
};

export function hold(reason: string, values: ProposalValues = []): Proposal {
  return { action: "hold", reason, values };
}

export function exit(reason: string, values: ProposalValues): Proposal {
  return { action: "exit", reason, values };
}

/** An entry with its stop, both in ATR; a rule is always sure of itself (RSK3), its size is its strategy's ceiling. */
export function enter(
  view: View,
  of: {
    readonly strategy: GovernedStrategy;
    readonly reason: string;
    readonly stopAtr: number;
    readonly edgeAtr: number;
    /** Asked for while the close is looked at, and only by who notes what was seen: a double costs more to print than to compare. */
    readonly values: () => ProposalValues;
  },
): Proposal {
  const { atr, close } = view.reading;
  return {
    action: "enter",
    reason: of.reason,
    get values(): ProposalValues {
      return [...of.values(), ["atr", String(atr)]];
    },
    confidenceBps: CONFIDENCE_BPS_MAX,
    multiplierBps: GOVERNED_STRATEGIES[of.strategy].multiplierBpsMax,
    edge: (of.edgeAtr * atr) / close,
    stopOffset: of.stopAtr * atr,
    takeProfitOffset: undefined,
  };
}
