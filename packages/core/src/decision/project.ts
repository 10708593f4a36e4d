import type { OpenOrder } from "../orders/order.ts";
import { isFinal } from "../orders/life-cycle.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import type { AccountState } from "./account-state.ts";
import { withBalance } from "./holdings.ts";

/** When the orders of an hour were made, with one more; what is older is forgotten. */
function withRecent(recentOrdersMs: readonly number[], createdMs: number): readonly number[] {
  return [...recentOrdersMs.filter((madeMs) => madeMs > createdMs - HOUR_MS), createdMs];
}

/** The state after an intent: its order stands in it, what it needs is reserved, and its number is used. */
export function withIntent(state: AccountState, order: OpenOrder): AccountState {
  if (order.intentSeq !== state.next.intent) throw new Error(`intent ${order.intentSeq} follows ${state.next.intent - 1}`);
  const reserved = order.heldUnits === 0n ? state : withBalance(state, { asset: order.heldAsset, held: order.heldUnits });
  const recentOrdersMs = withRecent(reserved.recentOrdersMs, order.createdMs);
  return { ...reserved, orders: [...reserved.orders, order], recentOrdersMs, next: { ...reserved.next, intent: order.intentSeq + 1 } };
}

/** The state with an order as it is now. What its reservation lost is freed, and a final order leaves with all of it. */
export function withOrder(state: AccountState, order: OpenOrder): AccountState {
  const place = state.orders.findIndex(({ id }) => id === order.id);
  const before = state.orders[place];
  if (before === undefined) throw new Error(`order ${order.id} is not in the state`);
  const freed = isFinal(order.state) ? before.heldUnits : before.heldUnits - order.heldUnits;
  const moved = freed === 0n ? state : withBalance(state, { asset: order.heldAsset, held: -freed });
  const orders = isFinal(order.state) ? state.orders.toSpliced(place, 1) : state.orders.with(place, order);
  return { ...moved, orders };
}

/** The state with a cancellation decided: the venue hears of it when the decision is dispatched. */
export function withCancelRequest(state: AccountState, orderId: string): AccountState {
  return { ...state, orders: state.orders.map((order) => (order.id === orderId ? { ...order, isCancelRequested: true } : order)) };
}
