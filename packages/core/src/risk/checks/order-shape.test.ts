import { describe, expect, it } from "vitest";
import { BTC, ENTRY_INPUT, EXIT_INPUT, INSTRUMENT, PROTECTION_INPUT, USD, verdictOf } from "../gate-fixture.ts";
import { REFERENCE_PROFILE } from "../profile-presets.ts";
import { lotCheck, minimumCheck, tickCheck } from "./order-shape.ts";

describe("side", () => {
  it("lets entries buy and everything else sell, and nothing be of no quantity", () => {
    expect(verdictOf(ENTRY_INPUT, { order: { side: "sell" } })).toBe("side: SHORT_ENTRY");
    expect(verdictOf(EXIT_INPUT, { order: { side: "buy" } })).toBe("side: REDUCE_ONLY_BUYS");
    expect(verdictOf(PROTECTION_INPUT, { order: { side: "buy" } })).toBe("side: REDUCE_ONLY_BUYS");
    expect(verdictOf(ENTRY_INPUT, { order: { quantity: 0n } })).toBe("side: QUANTITY_NOT_POSITIVE");
  });

  it("lets a sale take the whole position and not a unit more", () => {
    const quantity = EXIT_INPUT.account.positionQuantity;
    expect(verdictOf(EXIT_INPUT, { order: { quantity } })).toBe("pass");
    expect(verdictOf(EXIT_INPUT, { order: { quantity: quantity + 10_000n }, account: { freeBaseUnits: BTC } })).toBe("side: SHORT_SALE");
    expect(verdictOf(EXIT_INPUT, { account: { positionQuantity: 0n } })).toBe("side: SHORT_SALE");
  });
});

describe("stop present", () => {
  it("refuses an entry without a stop or with none to speak of", () => {
    expect(verdictOf(ENTRY_INPUT, { order: { stopOffsetUnits: undefined } })).toBe("stop_present: STOP_MISSING");
    expect(verdictOf(ENTRY_INPUT, { order: { stopOffsetUnits: 0n } })).toBe("stop_present: STOP_MISSING");
    expect(verdictOf(ENTRY_INPUT, { order: { stopOffsetUnits: 1n } })).toBe("pass");
  });

  it("takes a stop at the entry itself from the reference alone", () => {
    expect(verdictOf(ENTRY_INPUT, { profile: REFERENCE_PROFILE, order: { stopOffsetUnits: 0n } })).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, { profile: REFERENCE_PROFILE, order: { stopOffsetUnits: undefined } })).toBe(
      "stop_present: STOP_MISSING",
    );
  });
});

describe("lot", () => {
  it.each([ENTRY_INPUT, EXIT_INPUT, PROTECTION_INPUT])("refuses a quantity between two lots: $order.purpose", (input) => {
    expect(verdictOf(input, { order: { quantity: input.order.quantity - 1n } })).toBe("lot: QUANTITY_OFF_LOT");
    expect(verdictOf(input, { order: { quantity: input.order.quantity - 10_000n } })).toBe("pass");
  });

  it("has nothing to look at where quantities are not stepped, and refuses without the instrument", () => {
    expect(lotCheck.examine({ ...ENTRY_INPUT, instrument: { ...INSTRUMENT, lotUnits: 0n } })).toEqual({
      verdict: "not_applicable",
      note: ["lot", "quantities are not stepped"],
    });
    expect(lotCheck.examine({ ...ENTRY_INPUT, instrument: undefined })).toMatchObject({ verdict: "refused", code: "INSTRUMENT_UNKNOWN" });
  });
});

describe("tick", () => {
  const trigger = PROTECTION_INPUT.order.triggerUnits ?? 0n;

  it("refuses a trigger between two ticks, and one that is missing or not positive", () => {
    expect(verdictOf(PROTECTION_INPUT, { order: { triggerUnits: trigger + 1n } })).toBe("tick: PRICE_OFF_TICK");
    expect(verdictOf(PROTECTION_INPUT, { order: { triggerUnits: trigger + INSTRUMENT.tickUnits } })).toBe("pass");
    expect(verdictOf(PROTECTION_INPUT, { order: { triggerUnits: undefined } })).toBe("tick: TRIGGER_MISSING");
    expect(verdictOf(PROTECTION_INPUT, { order: { triggerUnits: 0n } })).toBe("tick: TRIGGER_MISSING");
  });

  it("has nothing to look at in a market order, and refuses without the instrument", () => {
    expect(tickCheck.examine(ENTRY_INPUT)).toMatchObject({ verdict: "not_applicable" });
    expect(tickCheck.examine({ ...PROTECTION_INPUT, instrument: undefined })).toMatchObject({
      verdict: "refused",
      code: "INSTRUMENT_UNKNOWN",
    });
  });
});

describe("minimum", () => {
  const least = INSTRUMENT.quantityMinUnits;

  it.each([ENTRY_INPUT, EXIT_INPUT, PROTECTION_INPUT])("takes the venue's least quantity and not a lot less: $order.purpose", (input) => {
    expect(verdictOf(input, { order: { quantity: least } })).toBe("pass");
    expect(verdictOf(input, { order: { quantity: least - 10_000n } })).toBe("minimum: QUANTITY_BELOW_MINIMUM");
  });

  it("takes the larger of the profile's and the venue's least notional, for entries", () => {
    expect(verdictOf(ENTRY_INPUT, { order: { notionalUnits: 50n * USD } })).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, { order: { notionalUnits: 50n * USD - 1n } })).toBe("minimum: NOTIONAL_BELOW_MINIMUM");
    expect(
      verdictOf(ENTRY_INPUT, { order: { notionalUnits: 50n * USD }, instrument: { ...INSTRUMENT, notionalMinUnits: 60n * USD } }),
    ).toBe("minimum: NOTIONAL_BELOW_MINIMUM");
    expect(verdictOf(EXIT_INPUT, { order: { notionalUnits: 1n } })).toBe("pass");
  });

  it("refuses an entry without a price, and anything without the instrument", () => {
    expect(verdictOf(ENTRY_INPUT, { order: { notionalUnits: undefined } })).toBe("minimum: PRICE_MISSING");
    expect(minimumCheck.examine({ ...ENTRY_INPUT, instrument: undefined })).toMatchObject({
      verdict: "refused",
      code: "INSTRUMENT_UNKNOWN",
    });
  });
});
