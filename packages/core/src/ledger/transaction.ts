import { canonicalBytes, fromCanonical, type CanonicalWriter } from "../numeric/canonical.ts";
import type { Sha256 } from "../numeric/hash.ts";

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

const FORM = "ledger-transaction";
const VERSION = 1;

/** The book that a transaction belongs to: its keys are hashed, so that no link fits another book's chain. */
export type BookKeys = { readonly accountKey: string; readonly runKey: string };

/** Sums per asset that are not zero: empty for a balanced transaction. */
export function imbalances(postings: readonly Posting[]): readonly (readonly [asset: string, units: bigint])[] {
  const sums = new Map<string, bigint>();
  for (const { asset, units } of postings) sums.set(asset, (sums.get(asset) ?? 0n) + units);
  return [...sums].filter(([, units]) => units !== 0n);
}

function writeTransaction(writer: CanonicalWriter, book: BookKeys, transaction: Omit<LedgerTransaction, "hash">): void {
  writer.text(FORM).u32(VERSION).bytes(transaction.previousHash);
  writer.text(book.accountKey).text(book.runKey);
  writer.i64(transaction.ledgerSeq).i64(transaction.atMs).text(transaction.kind).text(transaction.reference);
  writer.list(transaction.postings, (posting) => writer.text(posting.ledgerAccount).text(posting.asset).units(posting.units));
}

/** Canonical bytes of every hashed column of a transaction with its postings, the previous hash first. */
export function encodeTransaction(book: BookKeys, transaction: Omit<LedgerTransaction, "hash">): Uint8Array {
  return canonicalBytes((writer) => writeTransaction(writer, book, transaction));
}

/** The transaction as a link of its book's chain. Unbalanced, empty or zero postings are broken invariants. */
export function sealTransaction(
  sha256: Sha256,
  book: BookKeys,
  transaction: Omit<LedgerTransaction, "hash">,
  own?: CanonicalWriter,
): LedgerTransaction {
  const { postings } = transaction;
  if (postings.length === 0) throw new Error(`transaction ${transaction.ledgerSeq} is empty`);
  if (postings.some(({ units }) => units === 0n))
    throw new Error(`transaction ${transaction.ledgerSeq} posts nothing to ${transaction.reference}`);
  const [unbalanced] = imbalances(postings);
  if (unbalanced !== undefined) throw new Error(`transaction ${transaction.ledgerSeq} leaves ${unbalanced[1]} ${unbalanced[0]}`);
  return { ...transaction, hash: fromCanonical((writer) => writeTransaction(writer, book, transaction), sha256, own) };
}
