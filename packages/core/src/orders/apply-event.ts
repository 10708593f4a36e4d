import { nextOrderState, type OrderEvent } from "./life-cycle.ts";
import type { OpenOrder } from "./order.ts";

/**
 * The order after an event. An event that its state does not admit is a broken invariant here: who
 * books has decided what happened, and a wrong book is worse than a halted job.
 */
export function applyOrderEvent(order: OpenOrder, event: OrderEvent): OpenOrder {
  const transition = nextOrderState(order.state, event);
  if ("refusal" in transition) throw new Error(`order ${order.id} is ${order.state}: ${event} is not admitted`);
  return { ...order, state: transition.state, eventCount: order.eventCount + 1 };
}

/** The order after a fill of a part or of all that was left of it. */
export function applyFill(order: OpenOrder, fill: { readonly quantity: bigint; readonly isComplete: boolean }): OpenOrder {
  if (fill.quantity <= 0n) throw new Error(`order ${order.id}: a fill of ${fill.quantity}`);
  const filledQuantity = order.filledQuantity + fill.quantity;
  if (order.quoteBudget === undefined && filledQuantity > order.quantity)
    throw new Error(`order ${order.id} of ${order.quantity} filled ${filledQuantity}`);
  const moved = applyOrderEvent(order, fill.isComplete ? "completed" : "partly_filled");
  return { ...moved, filledQuantity, fillCount: order.fillCount + 1 };
}
