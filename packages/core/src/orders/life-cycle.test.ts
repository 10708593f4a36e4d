import { describe, expect, it } from "vitest";
import { isFinal, isResting, nextOrderState, ORDER_EVENTS, ORDER_STATES, type OrderEvent, type OrderState } from "./life-cycle.ts";

/** Written out again, by hand, one row a state: the table is the specification and this its double entry. */
const ADMITTED: Readonly<Record<OrderState, readonly (readonly [OrderEvent, OrderState])[]>> = {
  intended: [
    ["send_begun", "sending"],
    ["cancel_confirmed", "cancelled"],
    ["lapsed", "expired"],
  ],
  sending: [
    ["acknowledged", "open"],
    ["partly_filled", "partially_filled"],
    ["completed", "filled"],
    ["cancel_confirmed", "cancelled"],
    ["expiry_received", "expired"],
    ["rejection_received", "rejected"],
    ["answer_lost", "unknown"],
  ],
  open: [
    ["partly_filled", "partially_filled"],
    ["completed", "filled"],
    ["cancel_confirmed", "cancelled"],
    ["expiry_received", "expired"],
    ["rejection_received", "rejected"],
    ["answer_lost", "unknown"],
  ],
  partially_filled: [
    ["partly_filled", "partially_filled"],
    ["completed", "filled"],
    ["cancel_confirmed", "cancelled"],
    ["expiry_received", "expired"],
    ["answer_lost", "unknown"],
  ],
  unknown: [
    ["acknowledged", "open"],
    ["partly_filled", "partially_filled"],
    ["completed", "filled"],
    ["cancel_confirmed", "cancelled"],
    ["expiry_received", "expired"],
    ["rejection_received", "rejected"],
  ],
  filled: [],
  cancelled: [],
  rejected: [],
  expired: [],
};

const pairs = ORDER_STATES.flatMap((state) => ORDER_EVENTS.map((event) => ({ state, event })));

describe("order life cycle", () => {
  it.each(pairs)("$state + $event", ({ state, event }) => {
    const admitted = new Map(ADMITTED[state]).get(event);
    const expected = admitted === undefined ? { refusal: { code: "ORDER_EVENT_NOT_ADMITTED", state, event } } : { state: admitted };
    expect(nextOrderState(state, event)).toEqual(expected);
  });

  it("knows as final exactly the states that admit nothing", () => {
    for (const state of ORDER_STATES) expect(isFinal(state)).toBe(ADMITTED[state].length === 0);
  });

  it("never sends twice: only an intent that was not sent can begin to be", () => {
    expect(ORDER_STATES.filter((state) => "state" in nextOrderState(state, "send_begun"))).toEqual(["intended"]);
  });

  it("fills what rests at the venue, and nothing unknown without proof", () => {
    expect(ORDER_STATES.filter(isResting)).toEqual(["open", "partially_filled"]);
  });
});
