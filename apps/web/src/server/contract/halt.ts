import type { Page } from "./money.ts";
import type { NamedValue } from "./named-value.ts";
import type { LadderView, VersionRef } from "./receipt.ts";

export type HaltScope = "workspace" | "account" | "instrument" | "model";
export type HaltVerb = "block_entries" | "reduce_only" | "cancel" | "flatten";

export type Halt = {
  readonly id: string;
  /** `all` is set by the installation, never from a workspace. */
  readonly scope: HaltScope | "all";
  /** Account id, instrument symbol, name of a model or workspace id, as the scope says. */
  readonly subject: string;
  /** The subject in words: the account's name, `BTC/USD`, the workspace's name. */
  readonly subjectName: string;
  readonly verb: HaltVerb;
  readonly sinceMs: number;
  readonly setBy: string;
  readonly reason: string;
  /** Positions that a flatten in force still has to sell, in the books that decide; undefined for every other halt. */
  readonly openPositions: number | undefined;
  /** Positions that a flatten in force can't sell, as the books of their accounts broke: how many, and whose. */
  readonly stuck: { readonly positions: number; readonly of: string } | undefined;
  /** Accounts whose own trigger tripped at this close for this reason; undefined for every other halt. */
  readonly accounts: number | undefined;
  /** Why the engine set it; undefined where a person did. */
  readonly code: string | undefined;
  /** What the engine saw when it set it; of a trigger that tripped many accounts, what it saw in one of them. */
  readonly facts: readonly NamedValue[] | undefined;
  /** Base currency of the halted account, in which the facts about it are counted; undefined for every other scope. */
  readonly currency: string | undefined;
  /** How many people its release takes. */
  readonly releasePersons: 1 | 2;
  /** Of one that whoever runs the installation set for all of it: two people here have agreed that it may end. */
  readonly isReleaseAgreed: boolean;
  /** Undefined while it is in force. */
  readonly released: { readonly atMs: number; readonly by: string; readonly reason: string } | undefined;
};

/** Halts in force first, then what was released, newest first. */
export type HaltPage = Page<Halt>;

/** The halt holds from this moment; the command is what the engine still does about it (cancel, flatten). */
export type HaltSet = { readonly haltId: string; readonly commandId: string };

/**
 * What became of a release: done, or asked for and waiting for the second person that a profile wants; of a halt of the
 * whole installation, agreed to and waiting for whoever runs it.
 */
export type HaltRelease =
  | { readonly outcome: "released"; readonly commandId: string }
  | { readonly outcome: "asked"; readonly waitsFor: "second_person" | "cooling_off" | "installation" };

/** A drill is asked for; the engine carries it out within seconds. */
export type DrillAsked = { readonly drillId: string };

/** What a drill's halt would have done in one account. */
export type DrilledAccount = {
  readonly accountId: string;
  readonly accountName: string;
  readonly outcome: "acts" | "nothing_to_do" | "failed";
  readonly cancels: number;
  readonly sales: number;
  readonly blocksEntries: boolean;
  readonly failure: string | undefined;
  readonly durationMs: number;
};

/** A halt that was exercised and not meant. */
export type HaltDrill = Pick<Halt, "id" | "subject" | "subjectName" | "verb" | "reason"> & {
  readonly scope: Halt["scope"];
  readonly askedMs: number;
  readonly askedBy: string;
  /** Undefined while it is under way. */
  readonly finished: { readonly atMs: number; readonly outcome: "passed" | "failed" } | undefined;
  readonly accounts: number;
  /** The accounts that failed first, then those that would act; the rest are counted. */
  readonly results: readonly DrilledAccount[];
};

/** Newest first. */
export type DrillPage = Page<HaltDrill>;

/** What a halt would touch, for the dialog: "Cancels 3 waiting entries." A flatten cancels every open order, a cancel entries alone. */
export type HaltConsequence = {
  readonly accounts: number;
  readonly openOrders: number;
  readonly waitingEntries: number;
  readonly openPositions: number;
};

/** Where an account stands on its ladder, and how many halts it set itself. */
export type AccountStanding = {
  readonly accountId: string;
  readonly accountName: string;
  readonly mode: "paper" | "live";
  readonly profile: VersionRef;
  /** Market time of its last decision; undefined before the first. */
  readonly decidedToMs: number | undefined;
  /** Undefined before its book is open. */
  readonly ladder: LadderView | undefined;
};

/** By account; the cursor is the last account of the page before. */
export type StandingPage = Page<AccountStanding>;
