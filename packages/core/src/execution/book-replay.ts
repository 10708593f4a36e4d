import type { OpenOrder } from "../orders/order.ts";
import {
  wantedQuantity,
  waiting,
  type BookLevel,
  type Execution,
  type FillModel,
  type FillRequest,
  type MarketFacts,
} from "./fill-model.ts";
import type { OrderBook, PaperFill } from "./fill-model.ts";
import { fillableQuantity, fillOf, restAfter } from "./priced-fill.ts";
import { triggerOf } from "./triggers.ts";

/** Whether a book reaches a resting sale: a protection is met by the best bid. */
function isReachedBy(order: OpenOrder, { bids }: OrderBook): boolean {
  if (order.kind === "market") return true;
  const best = bids[0]?.priceUnits;
  if (best === undefined) return false;
  return order.kind === "stop-loss" ? best <= triggerOf(order) : best >= triggerOf(order);
}

/** The book that the order meets: the first after it was made, at or after its arrival; a protection arrives once it is reached. */
function metBook({ order, latencyMs = 0 }: FillRequest, books: readonly OrderBook[]): OrderBook | undefined {
  const reached = books.find((book) => book.atMs > order.createdMs && isReachedBy(order, book));
  if (reached === undefined) return undefined;
  const fromMs = order.kind === "market" ? order.createdMs : reached.atMs;
  return books.find(({ atMs }) => atMs > order.createdMs && atMs >= fromMs + latencyMs);
}

/** The order as it stands after a fill of its own, for the next level. */
function after(request: FillRequest, { quantity, notionalUnits, feeUnits }: PaperFill): FillRequest {
  const { order, spendUnitsMax, quantityMax } = request;
  const paid = order.side === "buy" ? notionalUnits + feeUnits : 0n;
  const heldUnits = order.quoteBudget === undefined ? order.heldUnits : spendLeft(order, paid);
  return {
    ...request,
    order: { ...order, filledQuantity: order.filledQuantity + quantity, fillCount: order.fillCount + 1, heldUnits },
    spendUnitsMax: spendUnitsMax - paid,
    quantityMax: quantityMax === undefined ? undefined : quantityMax - quantity,
  };
}

/** What of a budget is left once a level was paid. */
function spendLeft({ filledQuantity, quoteBudget = 0n, heldUnits }: OpenOrder, paid: bigint): bigint {
  const before = filledQuantity === 0n ? quoteBudget : heldUnits;
  return before > paid ? before - paid : 0n;
}

function walk(request: FillRequest, levels: readonly BookLevel[]): Execution {
  const referencePriceUnits = levels[0]?.priceUnits;
  if (referencePriceUnits === undefined) return waiting(request.order);
  const fills: PaperFill[] = [];
  let left = request;
  let taken = 0n;
  for (const { priceUnits, quantity: standing } of levels) {
    const fillable = fillableQuantity(left, priceUnits);
    if (fillable <= 0n) return { fills, rest: restAfter(request, taken) };
    const quantity = fillable < standing ? fillable : standing;
    const fill = fillOf(left, { n: left.order.fillCount + 1, quantity, priceUnits, referencePriceUnits });
    fills.push(fill);
    taken += quantity;
    if (fillable <= standing) return { fills, rest: restAfter(request, taken) };
    left = after(left, fill);
  }
  return { fills, rest: { is: "waiting", quantity: wantedQuantity(request.order) - taken } };
}

function fill(request: FillRequest, facts: MarketFacts): Execution {
  const book = facts.kind === "books" ? metBook(request, facts.books) : undefined;
  if (book === undefined) return waiting(request.order);
  return walk(request, request.order.side === "buy" ? book.asks : book.bids);
}

/**
 * A recorded book, level by level: one fill a level at the level's own price, so the size of an order
 * shows in how deep it reaches and nothing else is drawn. What a book does not hold waits for a later
 * one: facts are books that were not handed in before, so that nothing that stood once is taken twice.
 */
export const BOOK_REPLAY: FillModel = Object.freeze({ name: "book-replay", saysStopsArePessimistic: false, fill });
