import { describe, expect, it } from "vitest";
import { BTC, ENTRY_INPUT, EXIT_INPUT, PROTECTION_INPUT, USD, verdictOf } from "../gate-fixture.ts";
import { freeBalanceCheck } from "./balance.ts";

describe("free balance", () => {
  it("lets a buy reserve all that is free and not a unit more: no margin", () => {
    expect(verdictOf(ENTRY_INPUT, { account: { freeQuoteUnits: 408n * USD } })).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, { account: { freeQuoteUnits: 408n * USD - 1n } })).toBe("free_balance: BALANCE_INSUFFICIENT");
  });

  it.each([EXIT_INPUT, PROTECTION_INPUT])("lets a sale deliver what is free and not a unit more: $order.purpose", (input) => {
    expect(verdictOf(input, { account: { freeBaseUnits: BTC / 50n } })).toBe("pass");
    expect(verdictOf(input, { account: { freeBaseUnits: BTC / 50n - 1n } })).toBe("free_balance: BALANCE_INSUFFICIENT");
  });

  it("refuses a cost of nothing, and what is not known", () => {
    expect(verdictOf(ENTRY_INPUT, { order: { costUnits: 0n } })).toBe("free_balance: BALANCE_INSUFFICIENT");
    expect(verdictOf(ENTRY_INPUT, { order: { costUnits: undefined } })).toBe("free_balance: BALANCE_UNKNOWN");
    expect(verdictOf(ENTRY_INPUT, { account: { freeQuoteUnits: undefined } })).toBe("free_balance: BALANCE_UNKNOWN");
    expect(verdictOf(EXIT_INPUT, { account: { freeBaseUnits: undefined } })).toBe("free_balance: BALANCE_UNKNOWN");
    expect(freeBalanceCheck.examine({ ...ENTRY_INPUT, instrument: undefined })).toMatchObject({
      verdict: "refused",
      code: "INSTRUMENT_UNKNOWN",
    });
  });
});
