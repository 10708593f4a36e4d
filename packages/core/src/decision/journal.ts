import { addLot, disposeLots } from "../ledger/lots.ts";
import { postingsOfFill } from "../ledger/postings.ts";
import { sealTransaction, type LedgerTransaction, type Posting, type TransactionKind } from "../ledger/transaction.ts";
import type { Instrument } from "../market/instrument.ts";
import type { PaperFill } from "../execution/fill-model.ts";
import { applyFill, applyOrderEvents, stateAfter } from "../orders/apply-event.ts";
import type { OrderEvent, OrderState } from "../orders/life-cycle.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { Refusal } from "../risk/refusal.ts";
import { AccountDraft } from "./account-draft.ts";
import type { AccountState } from "./account-state.ts";
import {
  NO_BOOKINGS,
  type BookContext,
  type BookedState,
  type ChainHeads,
  type DisposalRow,
  type FillRow,
  type FillWhy,
  type IntentRow,
  type OrderEventRow,
  type OrderRow,
  type RefusalRow,
} from "./booking.ts";
import { balanceOf, positionOf } from "./holdings.ts";
import { disposalRowOf, intentRowOf, orderRowOf } from "./rows.ts";

/** When something is booked, and in whose words. */
export type BookedAt = { readonly atMs: number; readonly reason: string };

/** A fill with all that its booking needs to know of it. */
export type FillToBook = {
  readonly fill: PaperFill;
  readonly isComplete: boolean;
  readonly instrument: Instrument;
  readonly why: FillWhy;
  readonly at: BookedAt;
};

/** An order as it stands, and since when. */
type Touched = { readonly order: OpenOrder; readonly atMs: number };

/** What the paper venue makes of an order that is sent: it has it at once. */
const SENT: readonly OrderEvent[] = ["send_begun", "acknowledged"];

/**
 * One pass over a book: the state as it becomes, and the rows that say how. It keeps both in step (a
 * ledger account equals its balance) and decides nothing itself. Where the context keeps fills alone,
 * rows that nobody reads are not made.
 */
export class BookJournal {
  readonly #context: BookContext;
  readonly #keepsFillsAlone: boolean;
  readonly #draft: AccountDraft;
  readonly #before: ChainHeads;
  #ledgerSeq: number;
  #ledgerHash: Uint8Array;
  readonly #intents: IntentRow[] = [];
  #orders: Map<string, Touched> | undefined;
  readonly #orderEvents: OrderEventRow[] = [];
  readonly #fills: FillRow[] = [];
  readonly #transactions: LedgerTransaction[] = [];
  readonly #disposals: DisposalRow[] = [];
  readonly #refusals: RefusalRow[] = [];

  constructor(context: BookContext, state: AccountState, heads: ChainHeads) {
    if (heads.ledgerSeq + 1 !== state.next.transaction)
      throw new Error(`ledger head ${heads.ledgerSeq}, next transaction ${state.next.transaction}`);
    this.#context = context;
    this.#keepsFillsAlone = context.keeps === "fills";
    this.#draft = new AccountDraft(state);
    this.#before = heads;
    this.#ledgerSeq = heads.ledgerSeq;
    this.#ledgerHash = heads.ledgerHash;
  }

  /** The state as it stands now: it moves with what is booked. */
  get state(): AccountState {
    return this.#draft.state;
  }

  order(orderId: string): OpenOrder | undefined {
    return this.state.orders.find(({ id }) => id === orderId);
  }

  refuse(atMs: number, refusal: Refusal): void {
    this.#refusals.push({ atMs, refusal });
  }

  advance(order: OpenOrder, event: OrderEvent, at: BookedAt): OpenOrder {
    return this.#advance(order, [event], at);
  }

  #advance(order: OpenOrder, events: readonly OrderEvent[], at: BookedAt): OpenOrder {
    const moved = applyOrderEvents(order, events);
    this.#draft.placeOrder(moved);
    this.#note({ before: order, after: moved, events, at });
    return moved;
  }

  /** An order that fills at no price before this moment: it was decided long before it can be sent. */
  redate(order: OpenOrder, createdMs: number): OpenOrder {
    const redated = { ...order, createdMs };
    this.#draft.placeOrder(redated);
    return redated;
  }

  /** Sends an intended order and has it acknowledged, as the paper venue does at once. */
  send(order: OpenOrder, at: BookedAt): OpenOrder {
    return this.#advance(order, SENT, at);
  }

  /** An intent of the book's own, without a receipt, that is sent as soon as it is booked: a protection, or the end of a run. */
  launch(order: OpenOrder, at: BookedAt): OpenOrder {
    const sent = applyOrderEvents(order, SENT);
    this.#draft.placeIntent(sent);
    if (!this.#keepsFillsAlone) {
      this.#intents.push(intentRowOf(order, at.atMs, undefined));
      this.#noteStep(order, { n: order.eventCount, event: "intended", from: undefined, to: order.state, at });
    }
    this.#note({ before: order, after: sent, events: SENT, at });
    return sent;
  }

  /** A fill with everything that follows from it in the books: order, balances, lots, ledger. */
  fill(order: OpenOrder, of: FillToBook): OpenOrder {
    const { fill, instrument, why, at } = of;
    const fillSeq = this.#draft.number("fill");
    const filled = this.#settleOrder(order, of);
    this.#moveBalances(order, fill, instrument);
    const ledgerSeq = this.#postFill(order, of);
    this.#moveLots(order, of, fillSeq);
    if (order.purpose === "entry") this.#draft.countBought(order.symbol, fill.quantity);
    this.#fills.push({
      fillSeq,
      atMs: at.atMs,
      orderId: order.id,
      symbol: order.symbol,
      side: order.side,
      quantity: fill.quantity,
      priceUnits: fill.priceUnits,
      referencePriceUnits: fill.referencePriceUnits,
      feeUnits: fill.feeUnits,
      feeAsset: instrument.quote.code,
      why,
      ledgerSeq,
    });
    return filled;
  }

  /** The order after its fill; what the fill used of its reservation is freed, for the balances to be moved. */
  #settleOrder(order: OpenOrder, { fill, isComplete, at }: FillToBook): OpenOrder {
    const { quantity } = fill;
    const usedUnits = order.side === "buy" ? fill.notionalUnits + fill.feeUnits : quantity;
    const filled = applyFill(order, { quantity, isComplete, usedUnits });
    this.#draft.placeOrder(filled);
    this.#note({ before: order, after: filled, events: [isComplete ? "completed" : "partly_filled"], at });
    // Of a sale that filled it is told what it was for, whatever else is kept.
    if (this.#keepsFillsAlone && order.side === "sell") this.#touch(filled, at.atMs);
    return filled;
  }

  #moveBalances({ side }: OpenOrder, { quantity, notionalUnits, feeUnits }: PaperFill, { base, quote }: Instrument): void {
    // What arrives is booked first: a fee of a sale may be paid from its proceeds.
    this.#draft.moveBalance({ asset: base.code, total: side === "buy" ? quantity : -quantity });
    this.#draft.moveBalance({ asset: quote.code, total: side === "buy" ? -(notionalUnits + feeUnits) : notionalUnits - feeUnits });
  }

  #moveLots(order: OpenOrder, { fill, why, at: { atMs } }: FillToBook, fillSeq: number): void {
    const { symbol } = order;
    const position = positionOf(this.state, symbol);
    if (order.side === "buy") {
      const { quantity, priceUnits, notionalUnits, feeUnits } = fill;
      const lot = { n: this.#draft.number("lot"), openedMs: atMs, quantity, priceUnits, costUnits: notionalUnits + feeUnits };
      this.#draft.placePosition(symbol, addLot(position, symbol, lot));
      return;
    }
    if (position === undefined) throw new Error(`order ${order.id} sells ${symbol}, of which nothing is held`);
    let n = 0;
    const disposed = disposeLots(position, { quantity: fill.quantity, proceedsUnits: fill.notionalUnits - fill.feeUnits });
    this.#draft.placePosition(symbol, disposed.position);
    for (const disposal of disposed.disposals) this.#disposals.push(disposalRowOf(disposal, { fillSeq, n: (n += 1), atMs, why }));
  }

  /** A fill in the ledger; its number, which counts on where no ledger is written. */
  #postFill(order: OpenOrder, { fill, instrument, at }: FillToBook): number {
    if (this.#keepsFillsAlone) return this.#link(this.#ledgerHash);
    const postings = postingsOfFill({ side: order.side, pair: instrument, ...fill });
    return this.post("FILL", postings, { atMs: at.atMs, reference: order.id });
  }

  /** A balanced transaction as the next link of the ledger's chain; its number. */
  post(kind: TransactionKind, postings: readonly Posting[], of: { readonly atMs: number; readonly reference: string }): number {
    const { sha256, writer } = this.#context;
    const unsealed = {
      ledgerSeq: this.state.next.transaction,
      atMs: of.atMs,
      kind,
      reference: of.reference,
      postings,
      previousHash: this.#ledgerHash,
    };
    const transaction = sealTransaction(sha256, this.#context, unsealed, writer);
    this.#transactions.push(transaction);
    return this.#link(transaction.hash);
  }

  #link(ledgerHash: Uint8Array): number {
    this.#ledgerSeq = this.#draft.number("transaction");
    this.#ledgerHash = ledgerHash;
    return this.#ledgerSeq;
  }

  /** What happened to an order, event by event, and how it stands after them. */
  #note(of: {
    readonly before: OpenOrder;
    readonly after: OpenOrder;
    readonly events: readonly OrderEvent[];
    readonly at: BookedAt;
  }): void {
    if (this.#keepsFillsAlone) return;
    const { before, after, events, at } = of;
    let [from, n] = [before.state, before.eventCount];
    for (const event of events) {
      const to = stateAfter(before.id, from, event);
      this.#noteStep(before, { n: (n += 1), event, from, to, at });
      from = to;
    }
    this.#touch(after, at.atMs);
  }

  #noteStep(
    { id }: OpenOrder,
    step: {
      readonly n: number;
      readonly event: OrderEvent | "intended";
      readonly from: OrderState | undefined;
      readonly to: OrderState;
      readonly at: BookedAt;
    },
  ): void {
    const { n, event, from, to, at } = step;
    this.#orderEvents.push({ orderId: id, n, atMs: at.atMs, event, fromState: from, toState: to, reason: at.reason });
  }

  #touch(order: OpenOrder, atMs: number): void {
    (this.#orders ??= new Map()).set(order.id, { order, atMs });
  }

  /** Most quote that a buy may spend: what is reserved for it and what is free. */
  spendable(order: OpenOrder, asset: string): bigint {
    const { total, held } = balanceOf(this.state, asset);
    return total - held + order.heldUnits;
  }

  #heads(): ChainHeads {
    const { ledgerSeq } = this.#before;
    return this.#ledgerSeq === ledgerSeq ? this.#before : { ...this.#before, ledgerSeq: this.#ledgerSeq, ledgerHash: this.#ledgerHash };
  }

  #orderRows(): readonly OrderRow[] {
    const rows: OrderRow[] = [];
    this.#orders?.forEach(({ order, atMs }) => rows.push(orderRowOf(order, atMs)));
    return rows;
  }

  finish(): BookedState {
    const state = this.#draft.take();
    const heads = this.#heads();
    const isNothingBooked = this.#orderEvents.length === 0 && this.#transactions.length === 0 && this.#fills.length === 0;
    if (isNothingBooked && this.#refusals.length === 0) return { state, heads, bookings: NO_BOOKINGS };
    return {
      state,
      heads,
      bookings: {
        intents: this.#intents,
        orders: this.#orderRows(),
        orderEvents: this.#orderEvents,
        fills: this.#fills,
        transactions: this.#transactions,
        disposals: this.#disposals,
        refusals: this.#refusals,
      },
    };
  }
}
