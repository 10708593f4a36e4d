import { describe, expect, it } from "vitest";
import { factLabel, factValue } from "./fact-words.ts";

const plain = (text: string): string => text.replaceAll("\u00a0", " ");

describe.concurrent("facts of a receipt", () => {
  it.each([
    ["limitPercent", "20", "Limit", "20.0 %"],
    ["ageMs", "8040000", "Age", "2 h 14 min"],
    ["closeMs", "0", "Close", "1970-01-01 00:00:00 UTC"],
    ["volatilityScaleBps", "10000", "Volatility scale", "100.0 %"],
    ["fastEma", "43210.123456789012", "Fast average", "43,210.12345679"],
    ["boundBy", "stop_risk", "Bound by", "stop risk"],
    ["quantity", "0.5", "Quantity", "0.50"],
  ])("shows %s = %s as %s: %s", (name, value, label, shown) => {
    expect([factLabel(name), plain(factValue([name, value]))]).toEqual([label, shown]);
  });

  it("takes base and quote from the instrument", () => {
    expect(plain(factValue(["quantity", "0.5"], "BTC/USD"))).toBe("0.50 BTC");
    expect(plain(factValue(["equityQuote", "99416.18203214"], "BTC/USD"))).toBe("99,416.18 USD");
    expect(plain(factValue(["atr", "612.33"], "BTC/USD"))).toBe("612.33 USD");
  });

  it("leaves text that only looks like a unit as it is", () => {
    expect(factValue(["ageMs", "unknown"])).toBe("unknown");
  });
});
