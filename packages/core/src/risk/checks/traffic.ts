/** Checks of how much an account sends, and that it sends nothing twice. */
import type { GateInput } from "../gate-input.ts";
import { ENTRIES, EVERY_ORDER, PASS, refused, type Check, type Verdict } from "./check.ts";

function examineDuplicate({ traffic, order }: GateInput): Verdict {
  // What lowers a position is not held up by what is not known of others; the venue's own check of ids stands behind it.
  if (traffic === undefined) return order.purpose === "entry" ? refused("ORDERS_UNKNOWN") : PASS;
  if (traffic.hasSameId) return refused("DUPLICATE_INTENT", [["symbol", order.symbol]]);
  if (order.purpose !== "entry" || traffic.pendingEntries === 0) return PASS;
  return refused("DUPLICATE_INTENT", [
    ["symbol", order.symbol],
    ["pendingEntries", String(traffic.pendingEntries)],
  ]);
}

/** One id is one order, and one entry per instrument is on its way at a time. */
export const duplicateIntentCheck: Check = { name: "duplicate_intent", appliesTo: EVERY_ORDER, examine: examineDuplicate };

function examineRate({ traffic, profile }: GateInput): Verdict {
  if (traffic === undefined) return refused("ORDERS_UNKNOWN");
  const { perMinuteMax, perHourMax } = profile.orderLimits;
  if (traffic.lastMinute < perMinuteMax && traffic.lastHour < perHourMax) return PASS;
  return refused("ORDER_RATE_EXCEEDED", [
    ["lastMinute", String(traffic.lastMinute)],
    ["perMinuteMax", String(perMinuteMax)],
    ["lastHour", String(traffic.lastHour)],
    ["perHourMax", String(perHourMax)],
  ]);
}

export const orderRateCheck: Check = { name: "order_rate", appliesTo: ENTRIES, examine: examineRate };

function examineOpen({ traffic, profile }: GateInput): Verdict {
  if (traffic === undefined) return refused("ORDERS_UNKNOWN");
  if (traffic.open < profile.orderLimits.openMax) return PASS;
  return refused("OPEN_ORDERS_EXCEEDED", [
    ["open", String(traffic.open)],
    ["limit", String(profile.orderLimits.openMax)],
  ]);
}

export const openOrdersCheck: Check = { name: "open_orders", appliesTo: ENTRIES, examine: examineOpen };
