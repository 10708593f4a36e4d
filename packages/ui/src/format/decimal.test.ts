import { describe, expect, it } from "vitest";
import { formatDecimal, signOf } from "./decimal.ts";

describe.concurrent("formatDecimal", () => {
  it.each([
    ["1234567.891", 2, "1,234,567.89"],
    ["-1234.5", 2, "−1,234.50"],
    ["0", 2, "0.00"],
    ["-0.001", 2, "0.00"],
    ["0.125", 2, "0.12"],
    ["0.135", 2, "0.14"],
    ["0.1251", 2, "0.13"],
    ["999.999", 2, "1,000.00"],
    ["12", 0, "12"],
    ["0.5", 0, "0"],
    ["1.5", 0, "2"],
    ["1.", 1, "1.0"],
    ["123456789012345678901234567890.000000000001", 12, "123,456,789,012,345,678,901,234,567,890.000000000001"],
  ])("writes %s at %i decimals as %s", (text, decimals, shown) => {
    expect(formatDecimal(text, { decimals })).toBe(shown);
  });

  it("puts a sign on both sides of zero, and none on zero, where signs always show", () => {
    expect(["5", "-5", "0"].map((text) => formatDecimal(text, { decimals: 1, sign: "always" }))).toEqual(["+5.0", "−5.0", "0.0"]);
  });

  it("drops trailing zeros down to the least decimals", () => {
    expect(formatDecimal("1.50000000", { decimals: 8, decimalsMin: 2 })).toBe("1.50");
    expect(formatDecimal("1.00000001", { decimals: 8, decimalsMin: 2 })).toBe("1.00000001");
    expect(formatDecimal("3.000", { decimals: 3, decimalsMin: 0 })).toBe("3");
  });

  it("shows an en dash for what is no number, never zero", () => {
    expect([undefined, "", "NaN", "1e5"].map((text) => formatDecimal(text, { decimals: 2 }))).toEqual(["–", "–", "–", "–"]);
  });
});

it("reads the sign of a decimal text without a double", () => {
  expect(["-0.000000000000000000001", "0.00", "7", undefined].map(signOf)).toEqual([-1, 0, 1, 0]);
});
