import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DECIMALS_MAX, faultOfDouble, parseDecimalBytes, readDecimal, SIGNIFICANT_DIGITS_MAX } from "./decimal.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string): number => parseDecimalBytes(bytesOf(text), 0, text.length, DECIMALS_MAX);

/** Texts of at most 15 digits and 12 decimals, as a venue prints them. */
const decimals = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** BigInt(SIGNIFICANT_DIGITS_MAX) - 1n }), fc.integer({ min: 0, max: DECIMALS_MAX }))
  .map(([isNegative, mantissa, scale]) => {
    const digits = mantissa.toString().padStart(scale + 1, "0");
    const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
    return isNegative ? `-${text}` : text;
  });

describe("parseDecimalBytes", () => {
  test("rounds every decimal of 15 digits as Number does", () => {
    fc.assert(
      fc.property(decimals, (text) => {
        expect(parse(text)).toBe(Number(text) + 0);
      }),
      { numRuns: 20_000 },
    );
  });

  test("reads a slice and nothing around it", () => {
    expect(parseDecimalBytes(bytesOf("1,23.5,4"), 2, 6, DECIMALS_MAX)).toBe(23.5);
  });

  test.each(["", "-", ".", "1e5", "1.2.3", "abc", "1 2", "0.1234567890123", "1234567890123456"])("leaves %j to the slow reader", (text) => {
    expect(parse(text)).toBeNaN();
  });

  test("knows no negative zero", () => {
    expect(Object.is(parse("-0.0"), 0)).toBe(true);
  });
});

describe("readDecimal", () => {
  test.each([
    ["1e-05", 0.00001],
    ["2.5E6", 2_500_000],
    [" 42 ", 42],
    ["+7", 7],
    ["0.100000000000000000000", 0.1],
    ["123000000000000000000", 123e18],
    ["-0", 0],
  ])("reads %j", (text, value) => {
    expect(Object.is(readDecimal(text, DECIMALS_MAX), value)).toBe(true);
  });

  test.each([
    ["1234567890.1234567", "too many digits"],
    ["0.1234567890123", "too many decimals"],
    ["1e-13", "too many decimals"],
    ["nan", "not a number"],
    ["Infinity", "not a number"],
    ["", "not a number"],
    ["0x10", "not a number"],
    ["1,5", "not a number"],
    ["1e26", "too large"],
    ["-1e26", "too large"],
    ["1e999", "too large"],
    [`1${"0".repeat(29)}`, "too large"],
  ])("refuses %j: %s", (text, fault) => {
    expect(readDecimal(text, DECIMALS_MAX)).toBe(fault);
  });

  test("takes what has 38 digits in units of its scale, and no more", () => {
    expect([readDecimal("99999999999999900000000000.0", 12), readDecimal("000.1e26", 12), readDecimal("0e99", 12)]).toEqual([
      999_999_999_999_999e11, 1e25, 0,
    ]);
    expect([readDecimal("1e29", 8), readDecimal("1e30", 8)]).toEqual([1e29, "too large"]);
    expect([faultOfDouble(1e25, 12), faultOfDouble(1e26, 12), faultOfDouble(1e30, 8)]).toEqual([undefined, "too large", "too large"]);
  });

  test("measures decimals against the scale that is asked, padding aside", () => {
    expect([readDecimal("0.123456789", 8), readDecimal("0.123456780", 8), readDecimal("0.123456789", 12)]).toEqual([
      "too many decimals",
      0.12345678,
      0.123456789,
    ]);
    expect([parseDecimalBytes(bytesOf("0.123456789"), 0, 11, 8), faultOfDouble(0.123456789, 8)]).toEqual([Number.NaN, "too many decimals"]);
  });
});

describe("faultOfDouble", () => {
  test("takes every double that a lawful decimal text stands for", () => {
    fc.assert(
      fc.property(decimals, (text) => {
        expect(faultOfDouble(Number(text), DECIMALS_MAX)).toBeUndefined();
      }),
      { numRuns: 5_000 },
    );
  });

  test("refuses what no such text stands for", () => {
    expect(faultOfDouble(0.1 + 0.2, DECIMALS_MAX)).toBe("too many digits");
    expect(faultOfDouble(Number.NaN, DECIMALS_MAX)).toBe("not a number");
    expect(faultOfDouble(Number.POSITIVE_INFINITY, DECIMALS_MAX)).toBe("not a number");
  });
});
