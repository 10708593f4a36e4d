import { instrumentIn } from "../market/snapshot-lookup.ts";
import { openMsOf, type Snapshot } from "../market/snapshot.ts";
import type { Bar } from "../market/bar.ts";
import { isTriggered } from "../execution/triggers.ts";
import { isResting } from "../orders/life-cycle.ts";
import type { OpenOrder } from "../orders/order.ts";
import { entriesEndMs, isDowntimeAt } from "../time/schedule.ts";
import type { AccountState } from "./account-state.ts";
import { NO_BOOKINGS, type BookContext, type BookedState, type ChainHeads } from "./booking.ts";
import { meetBar } from "./execute.ts";
import { BookJournal } from "./journal.ts";
import { withEquityKept } from "./ladder-at.ts";

export type SettleInput = {
  readonly state: AccountState;
  readonly heads: ChainHeads;
  readonly snapshot: Snapshot;
  readonly context: BookContext;
};

/** The closed bar that an order meets: of its instrument, and not older than the order. */
function barFor(snapshot: Snapshot, order: OpenOrder): Bar | undefined {
  const bar = instrumentIn(snapshot, order.symbol)?.bar;
  return bar !== undefined && bar.tsMs >= order.createdMs ? bar : undefined;
}

/** Stops before take profits: where one bar reaches both, the worse is assumed. */
const TRIGGERED = ["stop-loss", "take-profit"] as const;

/** The profile may ask for stops that don't act on bars of the downtime window. */
function areStopsHeld(snapshot: Snapshot, context: BookContext): boolean {
  const { schedule, stopsInDowntime } = context.profile;
  return stopsInDowntime === "hold" && isDowntimeAt(schedule, openMsOf(snapshot));
}

function isWaiting(order: OpenOrder): boolean {
  return order.kind === "market" && isResting(order.state);
}

/** When an entry that waits is given up, because trading ends before this close or at it (RSK6); undefined where it goes on. */
function entryEndMs(snapshot: Snapshot, { profile }: BookContext, order: OpenOrder): number | undefined {
  if (order.purpose !== "entry" || !isWaiting(order)) return undefined;
  const endMs = entriesEndMs(profile.schedule, Math.max(openMsOf(snapshot), order.createdMs));
  return endMs !== undefined && endMs <= snapshot.closeMs ? endMs : undefined;
}

/** Whether anything of what waits can fill in the closed bars or ends there: in most hours nothing can, and the book is not touched. */
function isAnythingMet(snapshot: Snapshot, context: BookContext, orders: readonly OpenOrder[]): boolean {
  return orders.some((order) => {
    if (entryEndMs(snapshot, context, order) !== undefined) return true;
    const bar = isResting(order.state) ? barFor(snapshot, order) : undefined;
    return bar !== undefined && (order.kind === "market" || isTriggered(order, bar));
  });
}

/** A market order meets its bar. Of an entry that trading leaves no more time the rest is given up, behind the part that it still had. */
function workOrder(journal: BookJournal, snapshot: Snapshot, context: BookContext, order: OpenOrder): void {
  const endMs = entryEndMs(snapshot, context, order);
  const bar = barFor(snapshot, order);
  if (bar !== undefined && (endMs === undefined || endMs > bar.tsMs))
    meetBar(journal, context, order, { bar, durationMs: snapshot.timeframeMs });
  const rest = endMs === undefined ? undefined : journal.order(order.id);
  if (endMs !== undefined && rest !== undefined) journal.advance(rest, "cancel_confirmed", { atMs: endMs, reason: "WINDOW_REACHED" });
}

function triggerProtections(journal: BookJournal, snapshot: Snapshot, context: BookContext): void {
  for (const kind of TRIGGERED) {
    for (const { id } of journal.state.orders) {
      const order = journal.order(id);
      if (order === undefined || order.kind !== kind || !isResting(order.state)) continue;
      const bar = barFor(snapshot, order);
      if (bar !== undefined && isTriggered(order, bar)) meetBar(journal, context, order, { bar, durationMs: snapshot.timeframeMs });
    }
  }
}

function fillInBars({ state, heads, snapshot, context }: SettleInput): BookedState {
  const journal = new BookJournal(context, state, heads);
  for (const { id } of state.orders) {
    const order = journal.order(id);
    if (order !== undefined && isWaiting(order)) workOrder(journal, snapshot, context, order);
  }
  if (!areStopsHeld(snapshot, context)) triggerProtections(journal, snapshot, context);
  return journal.finish();
}

/**
 * A snapshot's bars have closed. Market orders that still wait fill at their bar's open and the
 * protection of an entry is booked; entries that run into downtime are given up there; then resting protections are evaluated against the bar, from the
 * entry's own bar on. What the account is worth then is kept for its ladder at every close, for in
 * downtime and in an outage no decision does. Idempotent it is not: a book settles each snapshot once.
 *
 * The same state and `NO_BOOKINGS` where nothing was held or open.
 */
export function settle({ state, heads, snapshot, context }: SettleInput): BookedState {
  if (state.orders.length === 0 && state.positions.length === 0) return { state, heads, bookings: NO_BOOKINGS };
  for (const order of state.orders) {
    if (order.state === "intended" || order.state === "sending")
      throw new Error(`order ${order.id} was not dispatched before its bar was settled`);
  }
  const booked = isAnythingMet(snapshot, context, state.orders)
    ? fillInBars({ state, heads, snapshot, context })
    : { state, heads, bookings: NO_BOOKINGS };
  const marked = withEquityKept(booked.state, { snapshot, instruments: context.instruments }, context.profile);
  return marked === booked.state ? booked : { ...booked, state: marked };
}
