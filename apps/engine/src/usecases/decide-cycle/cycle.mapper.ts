import type { Bookings, ChainHeads } from "@ballast/core/decision/booking";
import type { ReceiptRow } from "@ballast/core/decision/receipt";
import type { BookAdvance, BookId, CycleRows, SlotRow } from "@ballast/db/repositories/cycle-rows";
import type { LoadedBook } from "@ballast/db/repositories/books";
import type { BookProgress, DecidedSlot } from "./decide-book.ts";
import { encodeSlotFacts } from "./slot-facts.ts";

type Writable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] };
export type CycleRowsDraft = Writable<CycleRows>;

export function emptyRows(): CycleRowsDraft {
  return {
    books: [],
    states: [],
    slots: [],
    receipts: [],
    intents: [],
    orders: [],
    orderEvents: [],
    fills: [],
    disposals: [],
    transactions: [],
    postings: [],
  };
}

const text = (units: bigint): string => units.toString();
const textOrNull = (units: bigint | undefined): string | null => units?.toString() ?? null;

function slotRow(id: BookId, { key, untilMs, outcome, reason, facts }: DecidedSlot): SlotRow {
  return { ...id, kind: key.kind, atMs: key.atMs, seq: key.seq, untilMs, outcome, reason, facts: encodeSlotFacts(facts) };
}

function addReceipt(rows: CycleRowsDraft, id: BookId, { slot, equityUnits, ...receipt }: ReceiptRow): void {
  rows.receipts.push({ ...id, ...receipt, atMs: slot.atMs, kind: slot.kind, seq: slot.seq, equityUnits: text(equityUnits) });
}

function addOrderRows(rows: CycleRowsDraft, id: BookId, bookings: Bookings): void {
  for (const intent of bookings.intents) {
    rows.intents.push({
      ...id,
      ...intent,
      quantity: text(intent.quantity),
      quoteBudget: textOrNull(intent.quoteBudget),
      triggerUnits: textOrNull(intent.triggerUnits),
      stopOffsetUnits: textOrNull(intent.stopOffsetUnits),
      receiptSeq: intent.receiptSeq ?? null,
      parentOrderId: intent.parentOrderId ?? null,
    });
  }
  for (const order of bookings.orders) {
    rows.orders.push({
      ...id,
      ...order,
      quantity: text(order.quantity),
      filledQuantity: text(order.filledQuantity),
      triggerUnits: textOrNull(order.triggerUnits),
    });
  }
  for (const event of bookings.orderEvents) rows.orderEvents.push({ ...id, ...event, fromState: event.fromState ?? null });
}

function addFillRows(rows: CycleRowsDraft, id: BookId, bookings: Bookings): void {
  for (const fill of bookings.fills) {
    rows.fills.push({
      ...id,
      ...fill,
      quantity: text(fill.quantity),
      priceUnits: text(fill.priceUnits),
      referencePriceUnits: text(fill.referencePriceUnits),
      feeUnits: text(fill.feeUnits),
    });
  }
  for (const disposal of bookings.disposals) {
    rows.disposals.push({
      ...id,
      ...disposal,
      quantity: text(disposal.quantity),
      costUnits: text(disposal.costUnits),
      proceedsUnits: text(disposal.proceedsUnits),
      entryPriceUnits: text(disposal.entryPriceUnits),
    });
  }
}

function addLedgerRows(rows: CycleRowsDraft, id: BookId, bookings: Bookings): void {
  for (const transaction of bookings.transactions) {
    const { postings, ...row } = transaction;
    rows.transactions.push({ ...id, ...row, postingCount: postings.length });
    postings.forEach((posting, index) => {
      rows.postings.push({
        ...id,
        ledgerSeq: transaction.ledgerSeq,
        n: index + 1,
        atMs: transaction.atMs,
        ledgerAccount: posting.ledgerAccount,
        asset: posting.asset,
        units: text(posting.units),
      });
    });
  }
}

/** Everything that happened to a book's orders and ledger, in the order in which it happened. */
export function addBookings(rows: CycleRowsDraft, id: BookId, bookings: Bookings): void {
  addOrderRows(rows, id, bookings);
  addFillRows(rows, id, bookings);
  addLedgerRows(rows, id, bookings);
}

type Standing = { readonly stateHash: Uint8Array; readonly nextSlotMs: number | null };

/** A book's row: where it stood when it was loaded, and where these rows bring it. */
export function bookAdvance(
  id: BookId,
  was: Standing & { readonly heads: ChainHeads },
  is: Standing,
  rest: { readonly equityUnits: bigint | undefined; readonly pendingDispatch: boolean },
): BookAdvance {
  return {
    tenantId: id.tenantId,
    accountId: id.accountId,
    runId: id.runId,
    expected: { receiptSeq: was.heads.receiptSeq, ledgerSeq: was.heads.ledgerSeq, stateHash: was.stateHash, nextSlotMs: was.nextSlotMs },
    nextSlotMs: is.nextSlotMs,
    stateHash: is.stateHash,
    equityUnits: textOrNull(rest.equityUnits),
    pendingDispatch: rest.pendingDispatch,
  };
}

/** Slots, receipts, states and bookings of one book's stretch of slots. */
export function addProgress(rows: CycleRowsDraft, id: BookId, progress: BookProgress): void {
  for (const slot of progress.slots) rows.slots.push(slotRow(id, slot));
  for (const receipt of progress.receipts) addReceipt(rows, id, receipt);
  for (const bookings of progress.bookings) addBookings(rows, id, bookings);
  for (const state of progress.newStates) rows.states.push({ ...id, hash: state.hash, body: state.bytes });
}

/** The orders table keeps one row per order: of several steps in one batch the last one stands. */
export function keepLastOrderRows(rows: CycleRowsDraft): void {
  const last = new Map(rows.orders.map((row) => [row.id, row]));
  rows.orders = [...last.values()];
}

export function bookIdOf({ tenantId, accountId, runId }: LoadedBook): BookId {
  return { tenantId, accountId, runId };
}
