import { describe, expect, it } from "vitest";
import { BTC, ENTRY_INPUT, EXIT_INPUT, PROTECTION_INPUT, spoil, USD, verdictOf } from "../gate-fixture.ts";
import type { GateAccount, GateInput } from "../gate-input.ts";
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

  it("names the asset that is short, with what is needed and what is free", () => {
    const facts = (input: GateInput, account: Partial<GateAccount>) => freeBalanceCheck.examine(spoil(input, { account }));
    expect(facts(ENTRY_INPUT, { freeQuoteUnits: USD })).toMatchObject({
      facts: [
        ["needed", "408"],
        ["free", "1"],
        ["asset", "USD"],
      ],
    });
    expect(facts(EXIT_INPUT, { freeBaseUnits: 0n })).toMatchObject({
      facts: [
        ["needed", "0.02"],
        ["free", "0"],
        ["asset", "BTC"],
      ],
    });
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
