/** States of an order, from the committed intent to what the venue made of it. */
export type OrderState = "intended" | "sending" | "open" | "partially_filled" | "unknown" | "filled" | "cancelled" | "rejected" | "expired";

/** What happens to an order. Past-tense facts: a thing that was only asked for is no event. */
export type OrderEvent =
  | "send_begun"
  | "acknowledged"
  | "partly_filled"
  | "completed"
  | "cancel_confirmed"
  | "rejection_received"
  | "expiry_received"
  | "answer_lost"
  | "lapsed";

export const ORDER_STATES: readonly OrderState[] = [
  "intended",
  "sending",
  "open",
  "partially_filled",
  "unknown",
  "filled",
  "cancelled",
  "rejected",
  "expired",
];

export const ORDER_EVENTS: readonly OrderEvent[] = [
  "send_begun",
  "acknowledged",
  "partly_filled",
  "completed",
  "cancel_confirmed",
  "rejection_received",
  "expiry_received",
  "answer_lost",
  "lapsed",
];

/** What every state admits of the venue's word on an order that it has or had. */
const SETTLED_BY_VENUE = {
  partly_filled: "partially_filled",
  completed: "filled",
  cancel_confirmed: "cancelled",
  expiry_received: "expired",
} as const;

/**
 * The life of an order as one table: (state, event) → state; what is not here is refused.
 *
 * An intent that was never sent may only be cancelled, or lapse where an outage kept it back too long. A sent order may fill before it is
 * acknowledged: venues report on several channels. `unknown` is not rejected: it ends by proof only,
 * and is never sent again. Final states admit nothing, not even the same event twice: who reads a
 * venue's repeats drops them by fill id before they get here.
 */
const LIFE_CYCLE: Readonly<Record<OrderState, Readonly<Partial<Record<OrderEvent, OrderState>>>>> = {
  intended: { send_begun: "sending", cancel_confirmed: "cancelled", lapsed: "expired" },
  sending: { acknowledged: "open", rejection_received: "rejected", answer_lost: "unknown", ...SETTLED_BY_VENUE },
  open: { answer_lost: "unknown", rejection_received: "rejected", ...SETTLED_BY_VENUE },
  partially_filled: { answer_lost: "unknown", ...SETTLED_BY_VENUE },
  unknown: { acknowledged: "open", rejection_received: "rejected", ...SETTLED_BY_VENUE },
  filled: {},
  cancelled: {},
  rejected: {},
  expired: {},
};

/** An event that an order's state does not admit. A value: the caller decides whether it halts. */
export type LifeCycleRefusal = { readonly code: "ORDER_EVENT_NOT_ADMITTED"; readonly state: OrderState; readonly event: OrderEvent };

export type Transition = { readonly state: OrderState } | { readonly refusal: LifeCycleRefusal };

/** The state after an event; undefined where the table admits none. */
export function admittedState(state: OrderState, event: OrderEvent): OrderState | undefined {
  return LIFE_CYCLE[state][event];
}

/** The state after an event, or why there is none. */
export function nextOrderState(state: OrderState, event: OrderEvent): Transition {
  const next = admittedState(state, event);
  return next === undefined ? { refusal: { code: "ORDER_EVENT_NOT_ADMITTED", state, event } } : { state: next };
}

/** No event follows: the order has left the book. */
export function isFinal(state: OrderState): boolean {
  return state === "filled" || state === "cancelled" || state === "rejected" || state === "expired";
}

/** The venue has it, or may have it: it can fill. */
export function isResting(state: OrderState): boolean {
  return state === "open" || state === "partially_filled";
}
