import { admittedState, isFinal, type OrderEvent, type OrderState } from "./life-cycle.ts";
import type { OpenOrder } from "./order.ts";

/**
 * The state after an event. One that an order's state does not admit is a broken invariant here: who books
 * has decided what happened, and a wrong book is worse than a halted job.
 */
export function stateAfter(id: string, state: OrderState, event: OrderEvent): OrderState {
  const next = admittedState(state, event);
  if (next === undefined) throw new Error(`order ${id} is ${state}: ${event} is not admitted`);
  return next;
}

/** The order after events, one after the other, each of which the table must admit. */
export function applyOrderEvents(order: OpenOrder, events: readonly OrderEvent[]): OpenOrder {
  let { state } = order;
  for (const event of events) state = stateAfter(order.id, state, event);
  return { ...order, state, eventCount: order.eventCount + events.length };
}

/** The order after one event. */
export function applyOrderEvent(order: OpenOrder, event: OrderEvent): OpenOrder {
  return { ...order, state: stateAfter(order.id, order.state, event), eventCount: order.eventCount + 1 };
}

/** What filled of an order; `usedUnits`: what of its reservation that took. */
export type OrderFill = { readonly quantity: bigint; readonly isComplete: boolean; readonly usedUnits: bigint };

/** The order after a fill of a part or of all that was left of it. What the fill used is reserved no more, and a final order reserves nothing. */
export function applyFill(order: OpenOrder, { quantity, isComplete, usedUnits }: OrderFill): OpenOrder {
  if (quantity <= 0n) throw new Error(`order ${order.id}: a fill of ${quantity}`);
  const filledQuantity = order.filledQuantity + quantity;
  if (order.quoteBudget === undefined && filledQuantity > order.quantity)
    throw new Error(`order ${order.id} of ${order.quantity} filled ${filledQuantity}`);
  const state = stateAfter(order.id, order.state, isComplete ? "completed" : "partly_filled");
  const left = order.heldUnits > usedUnits ? order.heldUnits - usedUnits : 0n;
  return {
    ...order,
    state,
    filledQuantity,
    heldUnits: isFinal(state) ? 0n : left,
    fillCount: order.fillCount + 1,
    eventCount: order.eventCount + 1,
  };
}
