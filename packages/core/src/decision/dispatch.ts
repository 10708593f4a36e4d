import type { Snapshot } from "../market/snapshot.ts";
import { isResting } from "../orders/life-cycle.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { AccountState } from "./account-state.ts";
import { NO_BOOKINGS, type BookContext, type BookedState, type ChainHeads } from "./booking.ts";
import { executeAtOpen, priceUnitsOf } from "./execute.ts";
import { BookJournal } from "./journal.ts";

export type DispatchInput = {
  readonly state: AccountState;
  readonly heads: ChainHeads;
  readonly snapshot: Snapshot;
  /** Open of the bar that opens at the snapshot's close, by symbol; a symbol without one waits for its next bar. */
  readonly nextOpens: ReadonlyMap<string, number>;
  readonly context: BookContext;
};

/** Whether a decision left something for the venue: a commit with it needs a dispatch of its own. */
export function needsDispatch(state: AccountState): boolean {
  return state.orders.some((order) => order.state === "intended" || order.isCancelRequested);
}

/** An order that was made after the snapshot's close, by a late slot, can't have the open at that close. */
function nextOpenFor({ snapshot, nextOpens }: DispatchInput, order: OpenOrder): number | undefined {
  return order.createdMs <= snapshot.closeMs ? nextOpens.get(order.symbol) : undefined;
}

/**
 * A decision was committed: its cancellations are carried out, its intended orders are sent, and
 * market orders fill at the next open where that is known. Orders are taken from the state, so that
 * a process that dies after the commit loses nothing and sends nothing twice.
 */
export function dispatch(input: DispatchInput): BookedState {
  const { state, heads, snapshot, context } = input;
  if (!needsDispatch(state)) return { state, heads, bookings: NO_BOOKINGS };
  const journal = new BookJournal(context, state, heads);
  for (const { id } of state.orders) {
    const order = journal.order(id);
    if (order?.isCancelRequested === true)
      journal.advance(order, "cancel_confirmed", { atMs: Math.max(snapshot.closeMs, order.createdMs), reason: "CANCEL_DECIDED" });
  }
  for (const { id } of state.orders) {
    const intended = journal.order(id);
    if (intended?.state !== "intended") continue;
    const order = journal.send(intended, { atMs: intended.createdMs, reason: intended.reason });
    const open = nextOpenFor(input, order);
    if (order.kind === "market" && isResting(order.state) && open !== undefined) {
      executeAtOpen(journal, context, order, { openUnits: priceUnitsOf(open), atMs: snapshot.closeMs });
    }
  }
  return journal.finish();
}
