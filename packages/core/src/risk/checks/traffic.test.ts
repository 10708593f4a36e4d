import { describe, expect, it } from "vitest";
import { askedOf, ENTRY_INPUT, EXIT_INPUT, PROTECTION_INPUT, verdictOf } from "../gate-fixture.ts";
import { duplicateIntentCheck, openOrdersCheck, orderRateCheck } from "./traffic.ts";

const quiet = { lastMinute: 0, lastHour: 0, open: 0, hasSameId: false, pendingEntries: 0 };

describe("duplicate intent", () => {
  it.each([ENTRY_INPUT, EXIT_INPUT, PROTECTION_INPUT])("refuses an id that stands already: $order.purpose", (input) => {
    expect(verdictOf(input, { traffic: quiet })).toBe("pass");
    expect(verdictOf(input, { traffic: { ...quiet, hasSameId: true } })).toBe("duplicate_intent: DUPLICATE_INTENT");
  });

  it("lets one entry of an instrument be on its way, and any exit beside it", () => {
    const traffic = { ...quiet, pendingEntries: 1 };
    expect(verdictOf(ENTRY_INPUT, { traffic })).toBe("duplicate_intent: DUPLICATE_INTENT");
    expect(verdictOf(EXIT_INPUT, { traffic })).toBe("pass");
    expect(verdictOf(PROTECTION_INPUT, { traffic })).toBe("pass");
  });

  it("refuses an entry, and no exit, where nobody knows what is open", () => {
    expect(askedOf(duplicateIntentCheck, { traffic: undefined })).toBe("ORDERS_UNKNOWN");
    expect(verdictOf(EXIT_INPUT, { traffic: undefined })).toBe("pass");
    expect(verdictOf(PROTECTION_INPUT, { traffic: undefined })).toBe("pass");
  });
});

describe("order rate", () => {
  it("admits the twentieth order of a minute and the sixtieth of an hour, and no more", () => {
    expect(verdictOf(ENTRY_INPUT, { traffic: { ...quiet, lastMinute: 19, lastHour: 59 } })).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, { traffic: { ...quiet, lastMinute: 20, lastHour: 20 } })).toBe("order_rate: ORDER_RATE_EXCEEDED");
    expect(verdictOf(ENTRY_INPUT, { traffic: { ...quiet, lastHour: 60 } })).toBe("order_rate: ORDER_RATE_EXCEEDED");
  });

  it("refuses where it is not known, and holds up no exit", () => {
    expect(askedOf(orderRateCheck, { traffic: undefined })).toBe("ORDERS_UNKNOWN");
    expect(verdictOf(EXIT_INPUT, { traffic: { ...quiet, lastMinute: 999, lastHour: 999, open: 999 } })).toBe("pass");
  });
});

describe("open orders", () => {
  it("admits the sixtieth and no more", () => {
    expect(verdictOf(ENTRY_INPUT, { traffic: { ...quiet, open: 59 } })).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, { traffic: { ...quiet, open: 60 } })).toBe("open_orders: OPEN_ORDERS_EXCEEDED");
  });

  it("refuses where it is not known", () => {
    expect(askedOf(openOrdersCheck, { traffic: undefined })).toBe("ORDERS_UNKNOWN");
  });
});
