import type { WrittenRiskProfile } from "@ballast/core/risk/profile-written";

type ProfileHead = {
  readonly key: string;
  readonly version: number;
  readonly author: string;
  readonly reason: string;
  readonly createdAtMs: number;
};

/** A risk profile of the workspace, by its newest version. */
export type ProfileSummary = ProfileHead & {
  /** Versions that open accounts are on, the newest first, each with how many. */
  readonly holders: readonly { readonly version: number; readonly accounts: number }[];
};

export type ProfileVersion = ProfileHead & {
  /** Open accounts on it. */
  readonly accounts: number;
  readonly hash: string;
  /** Stored bytes that this release's policy does not admit can't be shown or edited. */
  readonly written: WrittenRiskProfile | undefined;
};

export type ProfileChange = {
  readonly path: string;
  readonly before: string | number | boolean | undefined;
  readonly after: string | number | boolean | undefined;
  /** True: the account may risk less. False: more, or nobody can say. Undefined: risk is not concerned. */
  readonly isTightening: boolean | undefined;
};

/** What is wrong with a written profile, each fault at its field's path. */
export type ProfileFault = { readonly path: string; readonly words: string };

/** A written profile before it is saved: what is wrong with it, and what it changes. */
export type ProfileCheck = {
  readonly faults: readonly ProfileFault[];
  readonly changes: readonly ProfileChange[];
  readonly isLooser: boolean;
};

/** Saved as this version, or not at all. */
export type ProfileSaved = { readonly version: number | undefined; readonly faults: readonly ProfileFault[] };

/** What becomes of an assignment: the engine is told, or somebody has to agree first. */
export type ProfileAssigned =
  | { readonly outcome: "commanded"; readonly commandId: string }
  | { readonly outcome: "requested"; readonly requestId: string; readonly waitsFor: "second_person" | "cooling_off" };

/** A raise of a live account's limits that waits for a second person. */
export type RaiseRequest = {
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly profileKey: string;
  readonly version: number;
  readonly requestedBy: string;
  readonly requestedAtMs: number;
  readonly expiresAtMs: number;
  /** From when whoever is alone may confirm it; undefined where a second person decides. */
  readonly coolsOffAtMs: number | undefined;
  readonly reason: string;
  readonly mayDecide: boolean;
  readonly changes: readonly ProfileChange[];
};

export type WhatIfOrder = {
  readonly atMs: number;
  readonly symbol: string;
  readonly side: string;
  readonly purpose: string;
  readonly effect: "blocked" | "resized" | "let_through" | "same";
  readonly code?: string | undefined;
  readonly was?: string | undefined;
  readonly would?: string | undefined;
};

/** What another version would have made of an account's last days. */
export type WhatIfAnswer = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly otherReleaseSlots: number;
  readonly effects: Readonly<Record<WhatIfOrder["effect"], number>>;
  readonly orders: readonly WhatIfOrder[];
  readonly ordersLeftOut: number;
} & (
  | {
      /** What it would have done: later slots meet what earlier ones did. */
      readonly basis: "path";
      readonly closes: number;
      readonly undecidedCloses: number;
      /** Kill switches that it would have set for itself. */
      readonly halts: number;
      readonly equity: { readonly asset: string; readonly was: string; readonly would: string };
    }
  | {
      /** What it says to each recorded slot, and what that holds as it was. */
      readonly basis: "slots";
      readonly heldAsRecorded: readonly string[];
      readonly slots: number;
      readonly skippedSlots: number;
      readonly haltingSlots: number;
      /** Repetitions of an order that were left out. */
      readonly repeats: number;
    }
);

/** Undefined while the engine is at it. */
export type WhatIfState = {
  readonly state: "pending" | "claimed" | "done" | "refused" | "failed";
  readonly message: string | undefined;
  readonly answer: WhatIfAnswer | undefined;
};
