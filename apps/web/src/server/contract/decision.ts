import type { IncidentView } from "./incident.ts";
import type { Money, Page } from "./money.ts";
import type { NamedValue } from "./named-value.ts";
import type { ReceiptContent } from "./receipt.ts";

export type DecisionRow = {
  readonly accountId: string;
  readonly accountName: string;
  readonly runId: string;
  readonly receiptSeq: number;
  readonly atMs: number;
  readonly kind: string;
  readonly outcome: string;
  readonly reasonCodes: readonly string[];
  /** Instruments that an intent or a refusal names, in the order decided. */
  readonly symbols: readonly string[];
  readonly intents: number;
  readonly refusals: number;
  readonly equity: Money;
};

/** Newest first. */
export type DecisionPage = Page<DecisionRow> & {
  /** Where the search stopped for its length before the page was full: the oldest moment it has looked at. */
  readonly searchedToMs: number | undefined;
};

export type FactView = { readonly symbol: string; readonly code: string; readonly values: readonly NamedValue[] };
export type RefusalView = { readonly check: string; readonly code: string; readonly symbol: string; readonly facts: readonly NamedValue[] };

export type IntentView = {
  readonly orderId: string;
  readonly intentSeq: number;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly kind: string;
  readonly purpose: string;
  readonly quantity: Money;
  readonly quoteBudget: Money | undefined;
  readonly trigger: Money | undefined;
  readonly stopOffset: Money | undefined;
  /** What became of it. */
  readonly state: string;
  readonly filled: Money;
};

/** Hashes of a receipt, hex. */
export type ReceiptHashes = {
  readonly snapshot: string;
  readonly stateBefore: string;
  readonly stateAfter: string;
  readonly profile: string | undefined;
  readonly settings: string | undefined;
  readonly instruments: string | undefined;
  readonly input: string;
  readonly output: string;
  readonly core: string;
  readonly previous: string;
  readonly receipt: string;
};

/** Recomputed when the page was asked for, from the stored columns. */
export type ChainVerdict = {
  readonly isIntact: boolean;
  /** The receipt's own hash is that of its columns. */
  readonly isHashRight: boolean;
  /** It names the hash of the receipt before it. */
  readonly isLinked: boolean;
};

export type ReceiptView = DecisionRow & {
  readonly seq: number;
  readonly runKey: string;
  readonly nowMs: number | undefined;
  readonly isSynthetic: boolean;
  /** Source of the series that its prices are from, as it was imported; undefined where its market is gone. */
  readonly priceSource: string | undefined;
  readonly facts: readonly FactView[];
  readonly refusalList: readonly RefusalView[];
  readonly intentList: readonly IntentView[];
  readonly cancels: readonly string[];
  readonly hashes: ReceiptHashes;
  readonly chain: ChainVerdict;
  /** What the auditor found in it and nobody has closed. */
  readonly incidents: readonly IncidentView[];
  readonly content: ReceiptContent;
  readonly previousSeq: number | undefined;
  readonly nextSeq: number | undefined;
};

/** What a replay of a receipt found. */
export type ReplayVerdict = {
  readonly receipts: number;
  readonly identical: number;
  /** Rows of intents, orders, fills and ledger that were made again and compared. */
  readonly bookings: number;
  /** Decided by a release from before bookings were replayed: the decision alone was. */
  readonly decidedOnly: number;
  readonly difference?: { readonly field: string; readonly stored: string; readonly replayed: string } | undefined;
};

/** A replay that was asked of the engine; without a verdict while it is at it. */
export type ReplayState = {
  readonly state: "pending" | "claimed" | "done" | "refused" | "failed";
  readonly message: string | undefined;
  readonly verdict: ReplayVerdict | undefined;
};
