import type { BarFillModelSpec } from "../execution/fill-model-spec.ts";
import type { Predictions } from "../campaign/predictions.ts";
import type { Instrument } from "../market/instrument.ts";
import type { HashedSnapshot } from "../market/snapshot.ts";
import type { FactValues, Refusal } from "../risk/refusal.ts";
import type { LadderHalt } from "../risk/ladder.ts";
import type { RiskProfile } from "../risk/profile.ts";
import type { StrategySettings } from "../strategy/settings.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { AccountState } from "./account-state.ts";

/**
 * What triggers a decision: an hour or another bar has closed, or a halt came that has something to
 * cancel or to sell. A halt does not wait for a close.
 */
export type SlotKind = "hour" | "bar" | "halt";

/** Who decides when. Unique by (tenant, account, run, kind, atMs, seq). */
export type SlotKey = {
  readonly tenantKey: string;
  readonly accountKey: string;
  readonly runKey: string;
  readonly kind: SlotKind;
  readonly atMs: number;
  readonly seq: number;
};

export type AccountMode = "paper" | "live" | "backtest" | "shadow";
export type KillVerb = "block_entries" | "reduce_only" | "cancel" | "flatten";
/** A kill switch in force that covers this account (or one of its instruments), strongest verb first. */
export type KillFact = {
  readonly scope: "all" | "workspace" | "account" | "instrument" | "model";
  readonly subject: string;
  readonly verb: KillVerb;
  readonly sinceMs: number;
};

/** The account's own fee tier and the slippage that is modelled for its venue, basis points a side. */
export type TradingCosts = {
  readonly feeBps: number;
  readonly slippageBps: number;
  /** How the venue of this book fills; undefined: at the next open. No decision reads it, but its receipt answers for it. */
  readonly fillModel?: BarFillModelSpec | undefined;
};

/** Content that many decisions share, with the hash that stands for it in the input. */
export type Hashed<T> = { readonly value: T; readonly hash: Uint8Array };

/** Hashes of the profile and the settings that the people of an account made active. */
export type ActiveVersions = { readonly profile: Uint8Array; readonly settings: Uint8Array };

/**
 * Everything that a decision may depend on. The input hash covers each field, the shared ones by
 * their own hash; what is not here can't matter.
 */
export type DecideInput = {
  readonly slot: SlotKey;
  /** The run's clock when the slot was claimed. */
  readonly nowMs: number;
  readonly mode: AccountMode;
  readonly snapshot: HashedSnapshot;
  readonly account: Hashed<AccountState>;
  readonly profile: Hashed<RiskProfile>;
  readonly settings: Hashed<StrategySettings>;
  readonly instruments: Hashed<readonly Instrument[]>;
  readonly kills: readonly KillFact[];
  /** What may become of prices, by the rules or by a loaded model. */
  readonly predictions: Predictions;
  /** What the account pays its venue for a trade. */
  readonly costs: TradingCosts;
  /** Whether the claim still holds the account's fencing epoch (the number itself is no input). */
  readonly isFenceHeld: boolean;
  /** Undefined in a run over a period, which decides by whatever it was asked with. */
  readonly active?: ActiveVersions | undefined;
};

/** Content without its hash: nothing but receipts and the check of active versions needs one. */
type Unhashed<T> = Pick<Hashed<T>, "value"> & Partial<Hashed<T>>;

/** What a decision reads of its input: everything but the hashes, which only receipts need. */
export type DecideQuestion = Omit<DecideInput, "snapshot" | "account" | "profile" | "settings" | "instruments"> & {
  readonly snapshot: Pick<HashedSnapshot, "snapshot">;
  readonly account: Pick<Hashed<AccountState>, "value">;
  readonly profile: Unhashed<RiskProfile>;
  readonly settings: Unhashed<StrategySettings>;
  readonly instruments: Pick<Hashed<readonly Instrument[]>, "value">;
};

/** SKIPPED: the slot lay in a window in which nothing is decided. */
export type Outcome = "INTENTS" | "NO_TRADE" | "REFUSED" | "LATE" | "SKIPPED";

/** One fact of a decision: what was looked at and what it was, for the receipt and the page. */
export type Fact = {
  readonly symbol: string;
  readonly code: string;
  readonly values: FactValues;
};

export type DecideOutput = {
  readonly outcome: Outcome;
  /** Stable codes, most important first. */
  readonly reasonCodes: readonly string[];
  readonly facts: readonly Fact[];
  readonly refusals: readonly Refusal[];
  /** Orders in state `intended`, gated, in the order they were decided. */
  readonly intents: readonly OpenOrder[];
  /** Ids of resting orders to cancel. */
  readonly cancels: readonly string[];
  /** Limits of the account's own that were reached: the engine writes each as a kill switch in the commit of this decision. */
  readonly halts: readonly LadderHalt[];
  /** Portfolio value at the snapshot's closes, units of the base currency. */
  readonly equityUnits: bigint;
  /** A held instrument has no bar here, so its cost stands in for its value: no mark for a curve. */
  readonly isEquityStale: boolean;
  /** The state with reservations and counters moved. The same object as the input's where nothing changed. */
  readonly state: AccountState;
};

/** What is decided, without what a receipt says of it. */
export type Verdict = Pick<DecideOutput, "refusals" | "intents" | "cancels" | "halts" | "equityUnits" | "isEquityStale" | "state">;

/** What `makeDecide` returns: the output and the bytes and hashes that stand for it in the receipt. */
export type Decision = {
  readonly output: DecideOutput;
  /** Canonical receipt body: the input's small parts, then facts, refusals, intents and cancels. */
  readonly body: Uint8Array;
  readonly inputHash: Uint8Array;
  readonly outputHash: Uint8Array;
  /** The state after, its hash, and its canonical bytes where it changed (undefined: nothing to write). */
  readonly account: Hashed<AccountState>;
  readonly accountBytes: Uint8Array | undefined;
};

/** The same decision for who keeps no receipt: nothing is hashed, and no facts are written. */
export type Weigh = (question: DecideQuestion) => Verdict;

/** The one function that decides. Backtest, paper, shadow, live and replay all call it, and only it. */
export type Decide = (input: DecideInput) => Decision;
