/** Which book a row belongs to: one account in one run. */
export type BookId = { readonly tenantId: string; readonly accountId: string; readonly runId: string };

type Units = string;

export type SlotRow = BookId & {
  readonly kind: string;
  readonly atMs: number;
  readonly seq: number;
  /** Equal to atMs, but for a SKIPPED range, which ends here (half-open). */
  readonly untilMs: number;
  readonly outcome: "RUN" | "SKIPPED" | "LATE";
  readonly reason: string;
  readonly facts: Uint8Array;
};

export type ReceiptRow = BookId & {
  readonly receiptSeq: number;
  readonly atMs: number;
  readonly kind: string;
  readonly seq: number;
  readonly outcome: string;
  readonly reasonCodes: readonly string[];
  readonly snapshotHash: Uint8Array;
  readonly stateBefore: Uint8Array;
  readonly stateAfter: Uint8Array;
  readonly inputHash: Uint8Array;
  readonly outputHash: Uint8Array;
  readonly coreHash: Uint8Array;
  readonly equityUnits: Units;
  readonly body: Uint8Array;
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
};

export type IntentRow = BookId & {
  readonly intentSeq: number;
  readonly atMs: number;
  readonly orderId: string;
  readonly symbol: string;
  readonly side: string;
  readonly kind: string;
  readonly purpose: string;
  readonly quantity: Units;
  readonly quoteBudget: Units | null;
  readonly triggerUnits: Units | null;
  readonly stopOffsetUnits: Units | null;
  readonly receiptSeq: number | null;
  readonly parentOrderId: string | null;
};

export type OrderRow = BookId & {
  readonly id: string;
  readonly intentSeq: number;
  readonly symbol: string;
  readonly side: string;
  readonly kind: string;
  readonly purpose: string;
  readonly state: string;
  readonly quantity: Units;
  readonly filledQuantity: Units;
  readonly triggerUnits: Units | null;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly reason: string;
};

export type OrderEventRow = BookId & {
  readonly orderId: string;
  readonly n: number;
  readonly atMs: number;
  readonly event: string;
  readonly fromState: string | null;
  readonly toState: string;
  readonly reason: string;
};

export type FillRow = BookId & {
  readonly fillSeq: number;
  readonly atMs: number;
  readonly orderId: string;
  readonly symbol: string;
  readonly side: string;
  readonly quantity: Units;
  readonly priceUnits: Units;
  readonly referencePriceUnits: Units;
  readonly feeUnits: Units;
  readonly feeAsset: string;
  readonly why: string;
  readonly ledgerSeq: number;
};

export type DisposalRow = BookId & {
  readonly fillSeq: number;
  readonly n: number;
  readonly atMs: number;
  readonly symbol: string;
  readonly quantity: Units;
  readonly costUnits: Units;
  readonly proceedsUnits: Units;
  readonly openedMs: number;
  readonly entryPriceUnits: Units;
  readonly why: string;
};

export type TransactionRow = BookId & {
  readonly ledgerSeq: number;
  readonly atMs: number;
  readonly kind: string;
  readonly reference: string;
  readonly postingCount: number;
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
};

export type PostingRow = BookId & {
  readonly ledgerSeq: number;
  readonly n: number;
  readonly atMs: number;
  readonly ledgerAccount: string;
  readonly asset: string;
  readonly units: Units;
};

export type StateRow = BookId & { readonly hash: Uint8Array; readonly body: Uint8Array };

/** Where a book stood when it was loaded, and where it stands after these rows. */
export type BookAdvance = BookId & {
  readonly expected: {
    readonly receiptSeq: number;
    readonly ledgerSeq: number;
    readonly stateHash: Uint8Array;
    readonly nextSlotMs: number | null;
  };
  readonly nextSlotMs: number | null;
  readonly stateHash: Uint8Array;
  /** Null keeps the last mark. */
  readonly equityUnits: Units | null;
  readonly pendingDispatch: boolean;
};

/** Everything that one commit of a batch writes. */
export type CycleRows = {
  readonly books: readonly BookAdvance[];
  readonly states: readonly StateRow[];
  readonly slots: readonly SlotRow[];
  readonly receipts: readonly ReceiptRow[];
  readonly intents: readonly IntentRow[];
  readonly orders: readonly OrderRow[];
  readonly orderEvents: readonly OrderEventRow[];
  readonly fills: readonly FillRow[];
  readonly disposals: readonly DisposalRow[];
  readonly transactions: readonly TransactionRow[];
  readonly postings: readonly PostingRow[];
};
