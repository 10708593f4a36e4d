import type { Snapshot } from "../market/snapshot.ts";
import { isResting } from "../orders/life-cycle.ts";
import type { OpenOrder } from "../orders/order.ts";
import { LATE_AFTER_MS } from "../risk/checks/standing.ts";
import type { FactValues } from "../risk/refusal.ts";
import { replayNowOf } from "../time/clock.ts";
import type { AccountState } from "./account-state.ts";
import { NO_BOOKINGS, type BookContext, type BookedState, type ChainHeads } from "./booking.ts";
import { giveUpEntry, meetOpen, priceUnitsOf } from "./execute.ts";
import { BookJournal } from "./journal.ts";

const INTENT_STALE = "INTENT_STALE";

/** Opens by symbol: a map, or whatever else can be asked like one. */
export type NextOpens = Pick<ReadonlyMap<string, number>, "get">;

export type DispatchInput = {
  readonly state: AccountState;
  readonly heads: ChainHeads;
  readonly snapshot: Snapshot;
  /** Open of the bar that opens at the snapshot's close, by symbol; a symbol without one waits for its next bar. */
  readonly nextOpens: NextOpens;
  /** The run's clock now: what was decided long before it is not sent as if no time had passed. */
  readonly nowMs: number;
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

/** An intent that waited for its dispatch through an outage: as old as a slot that is decided late. */
function staleAgeMs({ nowMs }: DispatchInput, order: OpenOrder): number | undefined {
  const ageMs = nowMs - order.createdMs;
  return ageMs > LATE_AFTER_MS ? ageMs : undefined;
}

/** An entry that was decided on a market of long ago expires unsent: nobody would decide it now. */
function expireStale(journal: BookJournal, order: OpenOrder, at: { readonly nowMs: number; readonly ageMs: number }): void {
  const facts: FactValues = [
    ["ageMs", String(at.ageMs)],
    ["limitMs", String(LATE_AFTER_MS)],
  ];
  journal.refuse(at.nowMs, { check: "intent_age", code: INTENT_STALE, symbol: order.symbol, facts });
  journal.advance(order, "lapsed", { atMs: at.nowMs, reason: INTENT_STALE });
}

function sendIntended(journal: BookJournal, intended: OpenOrder, input: DispatchInput): void {
  const { snapshot, context, nowMs } = input;
  const ageMs = staleAgeMs(input, intended);
  if (ageMs !== undefined && intended.purpose === "entry") {
    expireStale(journal, intended, { nowMs, ageMs });
    return;
  }
  // A sale is still wanted, but the price that it was decided for is gone: it fills at the first open from now on.
  const due = ageMs === undefined ? intended : journal.redate(intended, nowMs);
  if (due.side === "sell") giveUpEntry(journal, due, due.createdMs);
  const order = journal.send(due, { atMs: due.createdMs, reason: due.reason });
  const open = nextOpenFor(input, order);
  if (order.kind === "market" && isResting(order.state) && open !== undefined) {
    meetOpen(journal, context, order, { openUnits: priceUnitsOf(open), atMs: snapshot.closeMs });
  }
}

/**
 * A decision was committed: its cancellations are carried out, its intended orders are sent, and
 * market orders fill at the next open where that is known. Orders are taken from the state, so that
 * a process that dies after the commit loses nothing and sends nothing twice. What waited too long on
 * the run's clock is not sent as it was: entries expire, sales fill at the first open that follows.
 */
export function dispatch(input: DispatchInput): BookedState {
  const { state, heads, snapshot, context } = input;
  if (!needsDispatch(state)) return { state, heads, bookings: NO_BOOKINGS };
  const journal = new BookJournal(context, state, heads);
  const nowMs = input.nowMs <= replayNowOf(snapshot.closeMs) ? snapshot.closeMs : input.nowMs;
  for (const { id } of state.orders) {
    const order = journal.order(id);
    if (order?.isCancelRequested === true)
      journal.advance(order, "cancel_confirmed", { atMs: Math.max(nowMs, order.createdMs), reason: "CANCEL_DECIDED" });
  }
  for (const { id } of state.orders) {
    const intended = journal.order(id);
    if (intended?.state === "intended") sendIntended(journal, intended, input);
  }
  return journal.finish();
}
