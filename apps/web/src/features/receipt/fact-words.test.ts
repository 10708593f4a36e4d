import { describe, expect, it } from "vitest";
import { factLabel, factSentence, factValue } from "./fact-words.ts";

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
    ["return24", "0.05889928", "Return of 24 bars", "+5.9 %"],
    ["return1", "-0.0004", "Return of the last bar", "−4.00 bp"],
    ["deviation", "-2.06726768", "Distance from the mean", "−2.07 σ"],
    ["hourReturn", "0.05819296", "Return of the last hour", "+5.8 %"],
    ["monthStdev", "0.00913599", "Usual move of an hour, 30 days", "0.9 %"],
    ["volatilityFlag", "1", "Volatility", "higher than usual"],
    ["fromHigh", "-0.22974052", "Distance from the high", "−23.0 %"],
    ["volatility", "8379 bps a year", "Volatility", "83.8 % a year"],
    ["widening", "6.5218374", "Spread against its usual", "× 6.52"],
    ["spreadRateUnits", "2500000000", "Spread", "25 bp"],
    ["breadthBps", "3333", "Part of the market that rises", "33.3 %"],
  ])("shows %s = %s as %s: %s", (name, value, label, shown) => {
    expect([factLabel(name), plain(factValue([name, value]))]).toEqual([label, shown]);
  });

  it("takes base and quote from the instrument", () => {
    expect(plain(factValue(["quantity", "0.5"], { symbol: "BTC/USD" }))).toBe("0.50 BTC");
    expect(plain(factValue(["equityQuote", "99416.18203214"], { symbol: "BTC/USD" }))).toBe("99,416.18 USD");
    expect(plain(factValue(["atr", "612.33"], { symbol: "BTC/USD" }))).toBe("612.33 USD");
  });

  it("counts integer units in what they are units of", () => {
    const of = { symbol: "BTC/USD", currency: "EUR" };
    expect(plain(factValue(["heldUnits", "500000000000"], of))).toBe("0.50000000 BTC");
    expect(plain(factValue(["tickUnits", "100000000000"], of))).toBe("0.10 USD");
    expect(plain(factValue(["fromUnits", "1000000000000"], of))).toBe("10,000.00 EUR");
    expect(factLabel("equityUnits")).toBe("Equity");
  });

  it("names the currency of what concerns the whole account, and of what its reason names", () => {
    const of = { code: "DRAWDOWN_SIZE_EXCEEDED", currency: "USD" };
    expect(plain(factValue(["wouldBe", "1200.5"], of))).toBe("1,200.50 USD");
    expect(factValue(["wouldBe", "4"], { code: "POSITIONS_EXCEEDED", currency: "USD" })).toBe("4");
    expect(plain(factValue(["needed", "10.126"], { asset: "EUR" }))).toBe("10.13 EUR");
    const said = [
      ["opened", "10000"],
      ["equity", "9650.5"],
      ["limitBps", "300"],
    ] as const;
    expect(plain(factSentence(said, { code: "DAILY_LOSS_EXCEEDED", currency: "USD" }))).toBe(
      "Refused: the day opened at 10,000.00 USD and stands at 9,650.50 USD (limit 300 bps).",
    );
  });

  it("leaves text that only looks like a unit as it is", () => {
    expect(factValue(["ageMs", "unknown"])).toBe("unknown");
  });
});
