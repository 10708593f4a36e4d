/** Where value sits: the account itself, what the venue owes or is owed, fees paid, and what the owner put in. */
export type LedgerAccount = "account" | "venue_clearing" | "fee_expense" | "opening_equity";

/** One signed entry: positive into the ledger account, negative out of it. Never zero. */
export type Posting = { readonly ledgerAccount: LedgerAccount; readonly asset: string; readonly units: bigint };

export type TransactionKind = "OPENING" | "FILL";

/** Postings that sum to zero per asset, and their link in the book's chain. */
export type LedgerTransaction = {
  readonly ledgerSeq: number;
  readonly atMs: number;
  readonly kind: TransactionKind;
  /** The order whose fill it books, or what opened the account. */
  readonly reference: string;
  readonly postings: readonly Posting[];
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
};
