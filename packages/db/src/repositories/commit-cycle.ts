import type { ClientBase } from "pg";
import { inOrder } from "../clients/pool.ts";
import { binaryColumn, type ElementType } from "./binary-array.ts";
import { bookKeys } from "./book-keys.ts";
import type { BookAdvance, BookId, CycleRows } from "./cycle-rows.ts";
import {
  insertDisposals,
  insertFills,
  insertIntents,
  insertOrderEvents,
  insertPostings,
  insertReceipts,
  insertSlots,
  insertStates,
  insertTransactions,
  upsertOrders,
} from "./cycle-inserts.ts";

/** Somebody else moved one of these books since it was loaded: nothing of the batch was written. */
export class BookMovedError extends Error {
  constructor(expected: number, moved: number) {
    super(`${expected - moved} of ${expected} books moved since they were loaded; the batch was rolled back`);
    this.name = "BookMovedError";
  }
}

/** A fence of this batch went to another worker: nothing may be sent for it. */
export class FenceLostError extends Error {
  constructor(expected: number, held: number) {
    super(`${expected - held} of ${expected} fences were taken by another worker; nothing was sent`);
    this.name = "FenceLostError";
  }
}

// The heads of the chains are not set here: the triggers of receipts and ledger_transactions move them.
const ADVANCE_BOOKS = `
  update books b set next_slot_ms = r.next_slot_ms, state_hash = r.state_hash, equity_units = coalesce(r.equity_units, b.equity_units), pending_dispatch = r.pending_dispatch
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int8[], $5::int8[], $6::bytea[], $7::int8[], $8::int8[], $9::bytea[], $10::numeric[], $11::bool[])
    as r(tenant_id, account_id, run_id, was_receipt_seq, was_ledger_seq, was_state_hash, was_next_slot_ms, next_slot_ms, state_hash, equity_units, pending_dispatch)
  where b.tenant_id = r.tenant_id and b.account_id = r.account_id and b.run_id = r.run_id
    and b.receipt_seq = r.was_receipt_seq and b.ledger_seq = r.was_ledger_seq and b.state_hash = r.was_state_hash and b.next_slot_ms is not distinct from r.was_next_slot_ms`;

async function advanceBooks(client: ClientBase, books: readonly BookAdvance[]): Promise<void> {
  const column = (type: ElementType, value: (book: BookAdvance) => unknown): Buffer => binaryColumn(type, books, value);
  const result = await client.query({
    name: "advance books",
    text: ADVANCE_BOOKS,
    values: [
      ...bookKeys(books),
      column("int8", (book) => book.expected.receiptSeq),
      column("int8", (book) => book.expected.ledgerSeq),
      column("bytea", (book) => book.expected.stateHash),
      column("int8", (book) => book.expected.nextSlotMs),
      column("int8", (book) => book.nextSlotMs),
      column("bytea", (book) => book.stateHash),
      column("numeric", (book) => book.equityUnits),
      column("bool", (book) => book.pendingDispatch),
    ],
  });
  if (result.rowCount !== books.length) throw new BookMovedError(books.length, result.rowCount ?? 0);
}

/** Writes everything of a batch inside the caller's transaction; throws BookMovedError where a book is not where it was. */
export async function writeCycle(client: ClientBase, rows: CycleRows): Promise<void> {
  await inOrder([
    advanceBooks(client, rows.books),
    insertStates.write(client, rows.states),
    insertSlots.write(client, rows.slots),
    insertReceipts.write(client, rows.receipts),
    insertIntents.write(client, rows.intents),
    upsertOrders.write(client, rows.orders),
    insertOrderEvents.write(client, rows.orderEvents),
    insertTransactions.write(client, rows.transactions),
    insertPostings.write(client, rows.postings),
    insertFills.write(client, rows.fills),
    insertDisposals.write(client, rows.disposals),
  ]);
}

const HOLD_FENCES = `
  select 1 from fences f join unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int8[]) as r(tenant_id, account_id, run_id, epoch)
    on f.tenant_id = r.tenant_id and f.account_id = r.account_id and f.run_id = r.run_id and f.epoch = r.epoch
  for share of f`;

/**
 * Holds the fences of these books until the transaction ends (law 2): a worker that was paused past
 * its lease finds another epoch and sends nothing.
 */
export async function holdFences(client: ClientBase, fences: readonly (BookId & { readonly epoch: number })[]): Promise<void> {
  const result = await client.query({
    name: "hold fences",
    text: HOLD_FENCES,
    values: [...bookKeys(fences), binaryColumn("int8", fences, ({ epoch }) => epoch)],
  });
  if (result.rowCount !== fences.length) throw new FenceLostError(fences.length, result.rowCount ?? 0);
}
