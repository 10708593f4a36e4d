import { describe, expect, it } from "vitest";
import { applyFill, applyOrderEvent } from "./apply-event.ts";
import type { OpenOrder } from "./order.ts";
import { protectionsOfFill } from "./protection.ts";

const PRICE = 1_000_000_000_000n;
const ENTRY: OpenOrder = {
  id: "entry",
  intentSeq: 1,
  parentOrderId: undefined,
  symbol: "BTC/USD",
  side: "buy",
  kind: "market",
  purpose: "entry",
  reason: "CROSS_UP",
  state: "open",
  createdMs: 0,
  quantity: 10n,
  quoteBudget: undefined,
  filledQuantity: 0n,
  triggerUnits: undefined,
  stopOffsetUnits: 5n * PRICE,
  takeProfitOffsetUnits: undefined,
  barVolumeUnits: undefined,
  heldAsset: "USD",
  heldUnits: 0n,
  isCancelRequested: false,
  fillCount: 0,
  eventCount: 3,
};

describe("protection of an entry fill", () => {
  const fill = { quantity: 4n, priceUnits: 100n * PRICE, tickUnits: 0n };

  it("is a stop for what was filled, a part too, at its offset below the fill", () => {
    expect(protectionsOfFill({ entry: ENTRY, ...fill })).toEqual([
      { kind: "stop-loss", reason: "PROTECTIVE_STOP", quantity: 4n, triggerUnits: 95n * PRICE },
    ]);
  });

  it("has a take profit beside it where the entry carries one", () => {
    const kinds = protectionsOfFill({ entry: { ...ENTRY, takeProfitOffsetUnits: 7n * PRICE }, ...fill });
    expect(kinds.map(({ kind, triggerUnits }) => [kind, triggerUnits])).toEqual([
      ["stop-loss", 95n * PRICE],
      ["take-profit", 107n * PRICE],
    ]);
  });

  it("goes to the tick away from the price", () => {
    const entry = { ...ENTRY, stopOffsetUnits: PRICE / 3n, takeProfitOffsetUnits: PRICE / 3n };
    const triggers = protectionsOfFill({ entry, ...fill, tickUnits: PRICE }).map(({ triggerUnits }) => triggerUnits);
    expect(triggers).toEqual([99n * PRICE, 101n * PRICE]);
  });

  it("never stands at zero or below: then at the smallest price there is", () => {
    const entry = { ...ENTRY, stopOffsetUnits: 500n * PRICE };
    expect(protectionsOfFill({ entry, ...fill })[0]?.triggerUnits).toBe(1n);
    expect(protectionsOfFill({ entry, ...fill, tickUnits: PRICE })[0]?.triggerUnits).toBe(PRICE);
  });
});

describe("an order and what happens to it", () => {
  it("moves by the table and counts its events", () => {
    expect(applyOrderEvent(ENTRY, "cancel_confirmed")).toMatchObject({ state: "cancelled", eventCount: 4 });
    expect(() => applyOrderEvent(ENTRY, "send_begun")).toThrow(/not admitted/);
  });

  it("fills in parts and then whole, and never beyond its quantity", () => {
    const part = applyFill({ ...ENTRY, heldUnits: 9n }, { quantity: 4n, isComplete: false, usedUnits: 3n });
    expect(part).toMatchObject({
      ...{ state: "partially_filled", filledQuantity: 4n, fillCount: 1 },
      heldUnits: 6n,
    });
    expect(applyFill(part, { quantity: 6n, isComplete: true, usedUnits: 1n })).toMatchObject({
      ...{ state: "filled", filledQuantity: 10n, fillCount: 2 },
      heldUnits: 0n,
    });
    expect(() => applyFill(part, { quantity: 7n, isComplete: true, usedUnits: 0n })).toThrow(/filled 11/);
    expect(() => applyFill(part, { quantity: 0n, isComplete: false, usedUnits: 0n })).toThrow();
  });
});
