import type { ClientBase } from "pg";
import { insertPostings, insertStates, insertTransactions } from "./cycle-inserts.ts";
import type { BookId, PostingRow, StateRow, TransactionRow } from "./cycle-rows.ts";
import { bulkInsert } from "./insert-rows.ts";

export type NewBook = BookId & {
  readonly track: string;
  readonly shard: number;
  /** What it may ever hold: base currency, and base and quote of each instrument. */
  readonly assets: readonly string[];
  readonly profileHash: Uint8Array;
  readonly settingsHash: Uint8Array;
  readonly openedMs: number;
  readonly nextSlotMs: number | null;
  readonly stateHash: Uint8Array;
  readonly equityUnits: string;
  readonly seed: string;
  readonly takerFeeBps: number;
  readonly slippageBps: number;
};

export type BookContent = { readonly tenantId: string; readonly hash: Uint8Array; readonly body: Uint8Array };

const GENESIS = new Uint8Array(32);

const insertBooks = bulkInsert<NewBook>("books", [
  { name: "tenant_id", type: "uuid", value: (book) => book.tenantId },
  { name: "account_id", type: "uuid", value: (book) => book.accountId },
  { name: "run_id", type: "uuid", value: (book) => book.runId },
  { name: "track", type: "text", value: (book) => book.track },
  { name: "shard", type: "int4", value: (book) => book.shard },
  { name: "assets", type: "text", value: (book) => book.assets.join(","), expression: "string_to_array($, ',')" },
  { name: "profile_hash", type: "bytea", value: (book) => book.profileHash },
  { name: "settings_hash", type: "bytea", value: (book) => book.settingsHash },
  { name: "opened_ms", type: "int8", value: (book) => book.openedMs },
  { name: "next_slot_ms", type: "int8", value: (book) => book.nextSlotMs },
  { name: "receipt_seq", type: "int8", value: () => 0 },
  { name: "receipt_hash", type: "bytea", value: () => GENESIS },
  { name: "ledger_seq", type: "int8", value: () => 0 },
  { name: "ledger_hash", type: "bytea", value: () => GENESIS },
  { name: "state_hash", type: "bytea", value: (book) => book.stateHash },
  { name: "equity_units", type: "numeric", value: (book) => book.equityUnits },
  { name: "seed", type: "text", value: (book) => book.seed },
  { name: "taker_fee_bps", type: "text", value: (book) => String(book.takerFeeBps), expression: "$::numeric" },
  { name: "slippage_bps", type: "text", value: (book) => String(book.slippageBps), expression: "$::numeric" },
]);

const insertFences = bulkInsert<BookId>("fences", [
  { name: "tenant_id", type: "uuid", value: (book) => book.tenantId },
  { name: "account_id", type: "uuid", value: (book) => book.accountId },
  { name: "run_id", type: "uuid", value: (book) => book.runId },
  { name: "epoch", type: "int8", value: () => 1 },
  { name: "holder", type: "text", value: () => "" },
  { name: "lease_until_ms", type: "int8", value: () => 0 },
]);

const insertContents = bulkInsert<BookContent>(
  "book_contents",
  [
    { name: "tenant_id", type: "uuid", value: (content) => content.tenantId },
    { name: "hash", type: "bytea", value: (content) => content.hash },
    { name: "body", type: "bytea", value: (content) => content.body },
  ],
  "on conflict do nothing",
);

export type OpenedBooks = {
  readonly books: readonly NewBook[];
  readonly contents: readonly BookContent[];
  readonly states: readonly StateRow[];
  readonly transactions: readonly TransactionRow[];
  readonly postings: readonly PostingRow[];
};

/** Opens books with their content, first state and opening deposit, in the caller's transaction. */
export async function openBooks(client: ClientBase, opened: OpenedBooks): Promise<void> {
  await insertContents.write(client, opened.contents);
  await insertBooks.write(client, opened.books);
  await insertFences.write(client, opened.books);
  await insertStates.write(client, opened.states);
  await insertTransactions.write(client, opened.transactions);
  await insertPostings.write(client, opened.postings);
}
