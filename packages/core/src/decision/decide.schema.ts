import type { Instrument } from "../market/instrument.ts";
import type { SealedSnapshot } from "../market/snapshot.ts";
import type { Refusal } from "../risk/refusal.ts";
import type { RiskProfile } from "../risk/profile.ts";
import type { StrategySettings } from "../strategy/settings.ts";
import type { AccountState, OpenOrder } from "./account-state.ts";

export type SlotKind = "hour" | "bar";

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
export type KillFact = { readonly scope: "all" | "workspace" | "account" | "instrument" | "model"; readonly subject: string; readonly verb: KillVerb; readonly sinceMs: number };

/** Content that many decisions share, with the hash that stands for it in the input. */
export type Hashed<T> = { readonly value: T; readonly hash: Uint8Array };

/**
 * Everything that a decision may depend on. The input hash covers each field, the shared ones by
 * their own hash; what is not here can't matter.
 */
export type DecideInput = {
  readonly slot: SlotKey;
  /** The run's clock when the slot was claimed. */
  readonly nowMs: number;
  readonly mode: AccountMode;
  readonly snapshot: SealedSnapshot;
  readonly account: Hashed<AccountState>;
  readonly profile: Hashed<RiskProfile>;
  readonly settings: Hashed<StrategySettings>;
  readonly instruments: Hashed<readonly Instrument[]>;
  readonly kills: readonly KillFact[];
  /** Whether the claim still holds the account's fencing epoch (the number itself is no input). */
  readonly isFenceHeld: boolean;
};

export type Outcome = "INTENTS" | "NO_TRADE" | "REFUSED" | "LATE";

/** One fact of a decision: what was looked at and what it was, for the receipt and the page. */
export type Fact = {
  readonly symbol: string;
  readonly code: string;
  /** Named values in a fixed order; units stand in the name (`fastEma`, `equityQuote`, `ageMs`). */
  readonly values: readonly (readonly [name: string, value: string])[];
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
  /** Portfolio value at the snapshot's closes, units of the base currency. */
  readonly equityUnits: bigint;
  /** The state with reservations and counters moved. The same object as the input's where nothing changed. */
  readonly state: AccountState;
};
