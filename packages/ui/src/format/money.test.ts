import { describe, expect, it } from "vitest";
import { formatMoney, formatPnl, formatPrice, formatQuantity } from "./money.ts";

const NBSP = "\u00a0";

describe.concurrent("money on the screen", () => {
  it("stands with its asset, in the asset's precision", () => {
    expect(formatMoney({ amount: "10000", asset: "USD" })).toBe(`10,000.00${NBSP}USD`);
    expect(formatMoney({ amount: "0.12345678", asset: "BTC" })).toBe(`0.12345678${NBSP}BTC`);
    expect(formatMoney({ amount: "0.12345678", asset: "BTC", decimals: 4 })).toBe(`0.1235${NBSP}BTC`);
  });

  it("keeps an undefined amount undefined", () => {
    expect(formatMoney({ amount: undefined, asset: "USD" })).toBe("–");
    expect(formatPnl({ amount: undefined, asset: "USD" })).toBe("–");
    expect(formatPrice(undefined)).toBe("–");
  });

  it("always signs PnL, with a real minus", () => {
    expect(formatPnl({ amount: "12.3", asset: "USD" })).toBe(`+12.30${NBSP}USD`);
    expect(formatPnl({ amount: "-12.3", asset: "USD" })).toBe(`\u221212.30${NBSP}USD`);
  });

  it("shows quantities without needless zeros", () => {
    expect(formatQuantity("1.500000000000")).toBe("1.50000000");
    expect(formatQuantity("0.000000000000")).toBe("0");
    expect(formatQuantity("0.000000010000")).toBe("0.00000001");
  });

  it.each([
    ["43210.12345", "43,210.12"],
    ["3.14159", "3.1416"],
    ["0.0612345", "0.061234"],
  ])("gives the price %s enough decimals: %s", (price, shown) => {
    expect(formatPrice(price)).toBe(shown);
  });
});
