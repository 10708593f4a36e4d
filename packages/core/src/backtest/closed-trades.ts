import type { Bookings } from "../decision/booking.ts";
import type { ClosedTrade } from "./closed-trade.ts";

/** What bookings closed, in their order. A disposal without its fill or the order of it is a broken invariant. */
export function closedTradesOf({ disposals, fills, orders }: Pick<Bookings, "disposals" | "fills" | "orders">): ClosedTrade[] {
  return disposals.map((disposal) => {
    const fill = fills.find(({ fillSeq }) => fillSeq === disposal.fillSeq);
    const order = orders.find(({ id }) => id === fill?.orderId);
    if (fill === undefined || order === undefined) throw new Error(`what fill ${disposal.fillSeq} sold was not booked with it`);
    return {
      symbol: disposal.symbol,
      quantity: disposal.quantity,
      costUnits: disposal.costUnits,
      proceedsUnits: disposal.proceedsUnits,
      why: disposal.why,
      reason: order.reason,
      entryMs: disposal.openedMs,
      entryPriceUnits: disposal.entryPriceUnits,
      exitMs: disposal.atMs,
      exitPriceUnits: fill.priceUnits,
    };
  });
}
