import type { ReliabilityBin } from "@ballast/core/regime/reliability";
import type { CampaignView, VersionRef } from "./receipt.ts";
import type { Money, Page } from "./money.ts";

/** The market's weather at one close. */
export type RegimePoint = {
  readonly closeMs: number;
  readonly regime: string;
  /** Measured frequency with which such a regime still stood a day later, 0 to 1. */
  readonly confidence: number;
  /** Points. */
  readonly volatilityIndex: number;
  readonly trend: -1 | 0 | 1;
  /** 0 calm to 100 crash. */
  readonly riskScore: number;
  /** Part of the instruments that stand higher than a day ago, 0 to 1. */
  readonly breadth: number;
  /** Close of the benchmark, to draw. */
  readonly close: number;
};

/** A close whose regime is another than that of the close before. */
export type RegimeChange = Pick<RegimePoint, "closeMs" | "regime" | "confidence" | "volatilityIndex" | "trend"> & {
  /** Null: the first that is known, or the one that stood before the stretch of time that was asked for. */
  readonly from: string | null;
};

export type RegimeHistory = {
  readonly benchmark: string;
  readonly isSynthetic: boolean;
  readonly timeframeMs: number;
  /** The newest close; undefined while the regime warms up. */
  readonly now: RegimePoint | undefined;
  /** Width of a point: it has the most defensive regime of that time, with the figures of its last close. */
  readonly everyMs: number;
  readonly points: readonly RegimePoint[];
  /** Within the span, newest first; at most 100. */
  readonly changes: readonly RegimeChange[];
};

/** How often the regime kept its word: what the confidence promises against what came. */
export type RegimeReliability = {
  readonly benchmark: string;
  /** Closes that are counted: those of which it is known what stood a day later. */
  readonly hours: number;
  /** By stated confidence, lowest first; those without an hour are left out. */
  readonly bins: readonly ReliabilityBin[];
};

/** A version of strategy settings that accounts stand on. */
export type SettingsInUse = VersionRef & {
  readonly kind: string;
  /** Governed: those that may be chosen. */
  readonly strategies: readonly string[];
  /** Governed: every parameter with the value that counts. */
  readonly parameters: readonly (readonly [name: string, value: number])[];
  readonly instruments: readonly string[];
  readonly timeframeMs: number;
  readonly author: string;
  readonly reason: string;
  readonly createdAtMs: number;
  readonly accounts: number;
  /** The first few of them, by name. */
  readonly accountNames: readonly string[];
};

export type CampaignRow = CampaignView & {
  readonly accountId: string;
  readonly accountName: string;
  readonly runId: string;
  /** Market time of the account's last decision. */
  readonly atMs: number | undefined;
  readonly close: Money | undefined;
  /** What the rules make of it at the last close, basis points; undefined while something warms up. */
  readonly outlook: { readonly reboundBps: number; readonly continuationBps: number } | undefined;
};

/** Campaigns of a number of accounts; the next page has those of the accounts after them. */
export type CampaignPage = {
  readonly items: readonly CampaignRow[];
  readonly governedAccounts: readonly { readonly id: string; readonly name: string }[];
  readonly nextCursor: string | undefined;
};

export type CampaignTransition = {
  readonly runId: string;
  readonly receiptSeq: number;
  readonly atMs: number;
  readonly symbol: string;
  readonly from: string;
  readonly to: string;
  readonly code: string;
};

/** Newest first; a page holds the steps of so many decisions. */
export type TransitionPage = Page<CampaignTransition> & { readonly searchedToMs: number | undefined };
