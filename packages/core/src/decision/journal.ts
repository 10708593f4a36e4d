import { addLot, disposeLots } from "../ledger/lots.ts";
import { postingsOfFill } from "../ledger/postings.ts";
import { sealTransaction, type LedgerTransaction, type Posting, type TransactionKind } from "../ledger/transaction.ts";
import type { Instrument } from "../market/instrument.ts";
import type { PaperFill } from "../execution/fill-model.ts";
import { applyFill, applyOrderEvent } from "../orders/apply-event.ts";
import { isFinal, type OrderEvent, type OrderState } from "../orders/life-cycle.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { Refusal } from "../risk/refusal.ts";
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
import { balanceOf, positionOf, withBalance, withPosition } from "./holdings.ts";
import { withIntent, withOrder } from "./project.ts";
import { intentRowOf, orderRowOf } from "./rows.ts";

/** When something is booked, and in whose words. */
export type BookedAt = { readonly atMs: number; readonly reason: string };

/**
 * One pass over a book: the state as it becomes, and the rows that say how. It holds the rules that
 * keep both in step (a reservation falls as its order fills, a ledger account equals its balance)
 * and decides nothing itself. Where the context keeps fills alone, rows that nobody reads are not made.
 */
export class BookJournal {
  readonly #context: BookContext;
  readonly #keepsFillsAlone: boolean;
  #state: AccountState;
  #heads: ChainHeads;
  readonly #intents: IntentRow[] = [];
  readonly #orders = new Map<string, OrderRow>();
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
    this.#state = state;
    this.#heads = heads;
  }

  get state(): AccountState {
    return this.#state;
  }

  order(orderId: string): OpenOrder | undefined {
    return this.#state.orders.find(({ id }) => id === orderId);
  }

  refuse(atMs: number, refusal: Refusal): void {
    this.#refusals.push({ atMs, refusal });
  }

  /** An intent of the book's own, without a receipt: a protection, or the end of a run. */
  intend(order: OpenOrder, at: BookedAt): void {
    this.#state = withIntent(this.#state, order);
    if (!this.#keepsFillsAlone) this.#intents.push(intentRowOf(order, at.atMs, undefined));
    this.#note(order, { event: "intended", from: undefined, at });
  }

  advance(order: OpenOrder, event: OrderEvent, at: BookedAt): OpenOrder {
    const moved = applyOrderEvent(order, event);
    this.#state = withOrder(this.#state, moved);
    this.#note(moved, { event, from: order.state, at });
    return moved;
  }

  /** An order that fills at no price before this moment: it was decided long before it can be sent. */
  redate(order: OpenOrder, createdMs: number): OpenOrder {
    const redated = { ...order, createdMs };
    this.#state = withOrder(this.#state, redated);
    return redated;
  }

  /** Sends an intended order and has it acknowledged, as the paper venue does at once. */
  send(order: OpenOrder, at: BookedAt): OpenOrder {
    return this.advance(this.advance(order, "send_begun", at), "acknowledged", at);
  }

  /** A fill with everything that follows from it in the books: order, balances, lots, ledger. */
  fill(
    order: OpenOrder,
    of: {
      readonly fill: PaperFill;
      readonly isComplete: boolean;
      readonly instrument: Instrument;
      readonly why: FillWhy;
      readonly at: BookedAt;
    },
  ): OpenOrder {
    const { fill, instrument, why } = of;
    const { atMs } = of.at;
    const fillSeq = this.#state.next.fill;
    const filled = this.#settleOrder(order, of);
    this.#moveBalances(order, fill, instrument);
    const ledgerSeq = this.#postFill(order, of);
    this.#moveLots(order, { fill, why, atMs, fillSeq });
    this.#state = { ...this.#state, next: { ...this.#state.next, fill: fillSeq + 1 } };
    this.#fills.push({
      fillSeq,
      atMs,
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
  #settleOrder(order: OpenOrder, of: { readonly fill: PaperFill; readonly isComplete: boolean; readonly at: BookedAt }): OpenOrder {
    const used = order.side === "buy" ? of.fill.notionalUnits + of.fill.feeUnits : of.fill.quantity;
    const filled = applyFill(order, { quantity: of.fill.quantity, isComplete: of.isComplete });
    const left = order.heldUnits > used ? order.heldUnits - used : 0n;
    const moved = { ...filled, heldUnits: isFinal(filled.state) ? 0n : left };
    this.#state = withOrder(this.#state, moved);
    this.#note(moved, { event: of.isComplete ? "completed" : "partly_filled", from: order.state, at: of.at });
    return moved;
  }

  #moveBalances(order: OpenOrder, fill: PaperFill, instrument: Instrument): void {
    const sign = order.side === "buy" ? 1n : -1n;
    const paid = sign * fill.notionalUnits + fill.feeUnits;
    // What arrives is booked first: a fee of a sale may be paid from its proceeds.
    const base = { asset: instrument.base.code, total: sign * fill.quantity };
    this.#state = withBalance(withBalance(this.#state, base), { asset: instrument.quote.code, total: -paid });
  }

  #moveLots(
    order: OpenOrder,
    of: { readonly fill: PaperFill; readonly why: FillWhy; readonly atMs: number; readonly fillSeq: number },
  ): void {
    const { fill, atMs, why, fillSeq } = of;
    const position = positionOf(this.#state, order.symbol);
    if (order.side === "buy") {
      const n = this.#state.next.lot;
      const lot = {
        n,
        openedMs: atMs,
        quantity: fill.quantity,
        priceUnits: fill.priceUnits,
        costUnits: fill.notionalUnits + fill.feeUnits,
      };
      this.#state = withPosition(this.#state, order.symbol, addLot(position, order.symbol, lot));
      this.#state = { ...this.#state, next: { ...this.#state.next, lot: n + 1 } };
      return;
    }
    if (position === undefined) throw new Error(`order ${order.id} sells ${order.symbol}, of which nothing is held`);
    const disposed = disposeLots(position, { quantity: fill.quantity, proceedsUnits: fill.notionalUnits - fill.feeUnits });
    this.#state = withPosition(this.#state, order.symbol, disposed.position);
    disposed.disposals.forEach((disposal, index) => this.#disposals.push({ ...disposal, fillSeq, n: index + 1, atMs, why }));
  }

  /** A fill in the ledger; its number, which counts on where no ledger is written. */
  #postFill(order: OpenOrder, of: { readonly fill: PaperFill; readonly instrument: Instrument; readonly at: BookedAt }): number {
    if (this.#keepsFillsAlone) return this.#link(this.#heads.ledgerHash);
    const { fill, instrument, at } = of;
    const postings = postingsOfFill({ side: order.side, pair: instrument, ...fill });
    return this.post("FILL", postings, { atMs: at.atMs, reference: order.id });
  }

  /** A balanced transaction as the next link of the ledger's chain; its number. */
  post(kind: TransactionKind, postings: readonly Posting[], of: { readonly atMs: number; readonly reference: string }): number {
    const ledgerSeq = this.#state.next.transaction;
    const { sha256, writer } = this.#context;
    const unsealed = {
      ledgerSeq,
      atMs: of.atMs,
      kind,
      reference: of.reference,
      postings,
      previousHash: this.#heads.ledgerHash,
    };
    const transaction = sealTransaction(sha256, this.#context, unsealed, writer);
    this.#transactions.push(transaction);
    return this.#link(transaction.hash);
  }

  #link(ledgerHash: Uint8Array): number {
    const ledgerSeq = this.#state.next.transaction;
    this.#heads = { ...this.#heads, ledgerSeq, ledgerHash };
    this.#state = { ...this.#state, next: { ...this.#state.next, transaction: ledgerSeq + 1 } };
    return ledgerSeq;
  }

  #note(
    order: OpenOrder,
    step: { readonly event: OrderEvent | "intended"; readonly from: OrderState | undefined; readonly at: BookedAt },
  ): void {
    const { event, from, at } = step;
    if (this.#keepsFillsAlone) {
      // What a sale was for is told of what it closes.
      if (order.side === "sell") this.#orders.set(order.id, orderRowOf(order, at.atMs));
      return;
    }
    this.#orderEvents.push({
      orderId: order.id,
      n: order.eventCount,
      atMs: at.atMs,
      event,
      fromState: from,
      toState: order.state,
      reason: at.reason,
    });
    this.#orders.set(order.id, orderRowOf(order, at.atMs));
  }

  /** Most quote that a buy may spend: what is reserved for it and what is free. */
  spendable(order: OpenOrder, asset: string): bigint {
    const { total, held } = balanceOf(this.#state, asset);
    return total - held + order.heldUnits;
  }

  finish(): BookedState {
    const isNothingBooked = this.#orderEvents.length === 0 && this.#transactions.length === 0 && this.#fills.length === 0;
    if (isNothingBooked && this.#refusals.length === 0) {
      return { state: this.#state, heads: this.#heads, bookings: NO_BOOKINGS };
    }
    return {
      state: this.#state,
      heads: this.#heads,
      bookings: {
        intents: this.#intents,
        orders: [...this.#orders.values()],
        orderEvents: this.#orderEvents,
        fills: this.#fills,
        transactions: this.#transactions,
        disposals: this.#disposals,
        refusals: this.#refusals,
      },
    };
  }
}
