import type { Disposal } from "../ledger/lots.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { DisposalRow, FillWhy, IntentRow, OrderRow } from "./booking.ts";

/** The append-only row of an intent. */
export function intentRowOf(order: OpenOrder, atMs: number, receiptSeq: number | undefined): IntentRow {
  return {
    intentSeq: order.intentSeq,
    atMs,
    orderId: order.id,
    symbol: order.symbol,
    side: order.side,
    kind: order.kind,
    purpose: order.purpose,
    quantity: order.quantity,
    quoteBudget: order.quoteBudget,
    triggerUnits: order.triggerUnits,
    stopOffsetUnits: order.stopOffsetUnits,
    receiptSeq,
    parentOrderId: order.parentOrderId,
  };
}

/** The row of an order as it stands. */
export function orderRowOf(order: OpenOrder, updatedMs: number): OrderRow {
  return {
    id: order.id,
    intentSeq: order.intentSeq,
    symbol: order.symbol,
    side: order.side,
    kind: order.kind,
    purpose: order.purpose,
    reason: order.reason,
    state: order.state,
    quantity: order.quantity,
    filledQuantity: order.filledQuantity,
    triggerUnits: order.triggerUnits,
    createdMs: order.createdMs,
    updatedMs,
  };
}

/** The append-only row of what a fill closed. */
export function disposalRowOf(
  disposal: Disposal,
  of: { readonly fillSeq: number; readonly n: number; readonly atMs: number; readonly why: FillWhy },
): DisposalRow {
  return {
    symbol: disposal.symbol,
    quantity: disposal.quantity,
    costUnits: disposal.costUnits,
    proceedsUnits: disposal.proceedsUnits,
    openedMs: disposal.openedMs,
    entryPriceUnits: disposal.entryPriceUnits,
    fillSeq: of.fillSeq,
    n: of.n,
    atMs: of.atMs,
    why: of.why,
  };
}
