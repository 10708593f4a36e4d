import type { Money } from "./money.ts";
import type { NamedValue } from "./named-value.ts";

/** A version of a risk profile or of strategy settings, by its key in the workspace. */
export type VersionRef = { readonly key: string; readonly version: number };

/** What a decision saw of its market: the stored snapshot, read back. `null` while a value warms up, or where no bar closed. */
export type MarketSeen = {
  readonly closeMs: number;
  readonly timeframeMs: number;
  readonly featureNames: readonly string[];
  /** Of these and of the market's values, what strategy, regime and risk read; all of it where profile or settings are no longer known. */
  readonly read: readonly string[];
  /** The instruments of the account's settings, in symbol order. */
  readonly instruments: readonly {
    readonly symbol: string;
    readonly close: number | null;
    readonly features: readonly (number | null)[];
  }[];
  readonly marketValues: readonly { readonly name: string; readonly value: number | null }[];
};

/** The limits that the drawdown ladder is read against, basis points. */
export type LadderLimits = {
  readonly riskAtBps: number;
  readonly riskFactorBps: number;
  readonly exposureAtBps: number;
  readonly exposureFactorBps: number;
  readonly drawdownBpsMax: number;
  readonly dailyLossBpsMax: number;
  readonly onHalt: "flatten" | "reduce_only";
};

/** Where an account stands on the drawdown ladder and in its day. */
export type LadderView = {
  readonly equity: Money;
  readonly highWater: Money;
  /** Below the high-water mark, basis points with a decimal. */
  readonly drawdownBps: number;
  readonly rung: 0 | 1 | 2 | 3;
  readonly haltedBy: "drawdown" | "daily_loss" | undefined;
  readonly dayStartMs: number;
  readonly dayOpen: Money;
  /** Below the day's opening equity; negative after a gain. */
  readonly dayLossBps: number;
  /** Undefined under the reference profile, which has no ladder. */
  readonly limits: LadderLimits | undefined;
};

export type CampaignView = {
  readonly symbol: string;
  readonly state: string;
  /** Kind of the strategy that opened it; "" where a position was found that nobody opened. */
  readonly strategy: string;
  readonly sinceMs: number;
  readonly actedMs: number;
  /** What the entry bought: re-entries never hold more. */
  readonly full: Money;
  readonly held: Money;
  /** The price of the entry, then of its last act: gains and dips are measured from it. */
  readonly mark: Money;
};

export type CheckVerdict = {
  readonly check: string;
  readonly verdict: "passed" | "not_applicable" | "refused" | "not_asked";
  /** Why it had nothing to look at. */
  readonly why: string | undefined;
};

/** One order that was asked of the gate, let through or refused. */
export type GateAsking = {
  readonly symbol: string;
  /** Undefined where the receipt does not tell: then the refusal stands alone. */
  readonly purpose: string | undefined;
  readonly orderId: string | undefined;
  readonly refusal: { readonly check: string; readonly code: string; readonly facts: readonly NamedValue[] } | undefined;
  readonly verdicts: readonly CheckVerdict[];
};

export type KillView = { readonly scope: string; readonly subject: string; readonly verb: string; readonly sinceMs: number };

/** A limit of the account's own that this decision found reached. */
export type HaltFound = { readonly code: string; readonly verb: string; readonly facts: readonly NamedValue[] };

/** What a receipt names by hash, read back from what is stored. */
export type ReceiptContent = {
  readonly market: MarketSeen | undefined;
  readonly mode: string;
  /** What a trade cost on each side, and in words how the venue of its book fills. */
  readonly costs: { readonly feeBps: number; readonly slippageBps: number; readonly fills: string } | undefined;
  readonly profile: { readonly name: string; readonly version: VersionRef | undefined } | undefined;
  readonly settings:
    { readonly kind: string; readonly version: VersionRef | undefined; readonly strategies: readonly string[] } | undefined;
  /** After this decision. Undefined where that state is not stored: one that the next decision of the same commit replaced is not. */
  readonly ladder: LadderView | undefined;
  readonly campaigns: readonly CampaignView[];
  readonly askings: readonly GateAsking[];
  /** Kill switches that were in force when it was decided. */
  readonly kills: readonly KillView[];
  readonly halts: readonly HaltFound[];
};
