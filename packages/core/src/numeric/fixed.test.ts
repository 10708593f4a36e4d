import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  divideRounded,
  formatUnits,
  isAtLeast,
  parseUnits,
  powerOfTen,
  quantize,
  quantizeToNumber,
  rescale,
  numberOfUnits,
  type RoundingMode,
} from "./fixed.ts";

const MODES: readonly RoundingMode[] = ["floor", "ceil", "half-even", "trunc"];
const units = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const divisor = fc.bigInt({ min: 1n, max: 10n ** 20n });

describe("divideRounded", () => {
  it.each([
    [7n, 2n, { floor: 3n, ceil: 4n, "half-even": 4n, trunc: 3n }],
    [5n, 2n, { floor: 2n, ceil: 3n, "half-even": 2n, trunc: 2n }],
    [-5n, 2n, { floor: -3n, ceil: -2n, "half-even": -2n, trunc: -2n }],
    [-7n, 2n, { floor: -4n, ceil: -3n, "half-even": -4n, trunc: -3n }],
    [1n, 3n, { floor: 0n, ceil: 1n, "half-even": 0n, trunc: 0n }],
    [-1n, 3n, { floor: -1n, ceil: 0n, "half-even": 0n, trunc: 0n }],
    [2n, 3n, { floor: 0n, ceil: 1n, "half-even": 1n, trunc: 0n }],
    [-2n, 3n, { floor: -1n, ceil: 0n, "half-even": -1n, trunc: 0n }],
    [6n, 3n, { floor: 2n, ceil: 2n, "half-even": 2n, trunc: 2n }],
    [0n, 3n, { floor: 0n, ceil: 0n, "half-even": 0n, trunc: 0n }],
  ] as const)("rounds %s ÷ %s as named", (numerator, denominator, expected) => {
    for (const mode of MODES) expect(divideRounded(numerator, denominator, mode)).toBe(expected[mode]);
  });

  it("is never a unit away from the quotient, on the named side", () => {
    fc.assert(
      fc.property(units, divisor, (numerator, denominator) => {
        const distance = (mode: RoundingMode): bigint => divideRounded(numerator, denominator, mode) * denominator - numerator;
        expect(distance("floor") <= 0n && distance("floor") > -denominator).toBe(true);
        expect(distance("ceil") >= 0n && distance("ceil") < denominator).toBe(true);
        const half = distance("half-even");
        expect((half < 0n ? -half : half) * 2n <= denominator).toBe(true);
        expect(distance("trunc") === 0n || distance("trunc") > 0n === numerator < 0n).toBe(true);
      }),
    );
  });

  it("refuses a denominator that is not positive", () => {
    expect(() => divideRounded(1n, 0n, "floor")).toThrow(RangeError);
    expect(() => divideRounded(1n, -1n, "floor")).toThrow(RangeError);
  });
});

/** Half a unit of a scale above so many, moved by so many of its last places. */
function halfAnd([units, scale, places]: readonly [bigint, number, number]): number {
  const half = Number(`${units}5e-${scale + 1}`);
  return half * (1 + places * Number.EPSILON);
}

describe("quantize", () => {
  it("takes the decimal that the double prints, not its binary value", () => {
    expect(quantize(16943.7, 12, "floor")).toBe(16_943_700_000_000_000n);
    expect(quantize(0.1, 12, "floor")).toBe(100_000_000_000n);
    expect(quantize(1e-8, 12, "floor")).toBe(10_000n);
    expect(quantize(1.5e21, 0, "floor")).toBe(1_500_000_000_000_000_000_000n);
    expect(quantize(-0, 12, "floor")).toBe(0n);
  });

  it("rounds as named where the double has more decimals", () => {
    expect(quantize(1.25, 1, "half-even")).toBe(12n);
    expect(quantize(1.35, 1, "half-even")).toBe(14n);
    expect(quantize(-1.25, 1, "floor")).toBe(-13n);
    expect(quantize(-1.25, 1, "ceil")).toBe(-12n);
    expect(quantize(5e-324, 12, "ceil")).toBe(1n);
  });

  it("gives back every price of at most 15 digits and 12 decimals", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }), fc.integer({ min: 0, max: 12 }), (digits, scale) => {
        const printed = Number(formatUnits(digits, scale));
        expect(quantize(printed, scale, "floor")).toBe(digits);
      }),
    );
  });

  it("reads a double as its numeral is read, whichever way it takes", () => {
    const doubles = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }),
      fc.integer({ min: -(10 ** 9), max: 10 ** 9 }).map((ticks) => ticks / 1_000),
      fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }).map((digits) => numberOfUnits(digits, 8)),
      // Next to where a rounding turns: halves of a unit, and a few of the double's last places away from them.
      fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 14n }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: -4, max: 4 })).map(halfAnd),
    );
    fc.assert(
      fc.property(doubles, fc.integer({ min: 0, max: 20 }), fc.constantFrom(...MODES), (value, scale, mode) => {
        const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
        const digits = BigInt(mantissa.replace(".", ""));
        const shift = scale + Number(exponent) - (mantissa.split(".")[1]?.length ?? 0);
        const expected = shift >= 0 ? digits * 10n ** BigInt(shift) : divideRounded(digits, 10n ** BigInt(-shift), mode);
        expect(quantize(value, scale, mode)).toBe(expected);
        expect(quantizeToNumber(value, scale, mode)).toBe(Number(expected));
      }),
      { numRuns: 2_000 },
    );
  });

  it("compares units with a double as with its units", () => {
    const doubles = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(doubles, fc.bigInt({ min: -3n, max: 3n }), fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (value, near, far) => {
        const exact = quantize(value, 12, "half-even");
        for (const units of [exact + near, far]) expect(isAtLeast(units, value, 12)).toBe(units >= exact);
      }),
    );
  });

  it.each([0.00005, 0.00015, 0.12345, 0.5, 1, 0.99995, 0.99994999999999, -0.5, -0, 1e-9])("rounds %s where it turns", (value) => {
    for (const mode of MODES) expect(quantizeToNumber(value, 4, mode)).toBe(Number(quantize(value, 4, mode)));
  });

  it.each([NaN, Infinity, -Infinity])("refuses %s", (value) => {
    expect(() => quantizeToNumber(value, 12, "floor")).toThrow(RangeError);
    expect(() => quantize(value, 12, "floor")).toThrow(RangeError);
  });
});

describe("decimal texts", () => {
  it("parse to what they were formatted from", () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 18 }), (value, scale) => {
        expect(parseUnits(formatUnits(value, scale), scale)).toBe(value);
      }),
    );
  });

  it("are refused where they hold more decimals than the scale, or are no numeral", () => {
    expect(parseUnits("0.001", 2)).toBeUndefined();
    expect(parseUnits("0.100", 1)).toBe(1n);
    for (const text of ["", ".", "1.", "0x10", "1,5", " 1", "NaN", "--1"]) expect(parseUnits(text, 2)).toBeUndefined();
  });

  it("format without trailing zeros", () => {
    expect(formatUnits(150n, 2)).toBe("1.5");
    expect(formatUnits(-5n, 2)).toBe("-0.05");
    expect(formatUnits(0n, 12)).toBe("0");
    expect(numberOfUnits(16_943_700_000_000_000n, 12)).toBe(16943.7);
  });
});

describe("rescale and powerOfTen", () => {
  it("widen exactly and narrow as named", () => {
    expect(rescale(5n, 8, 12, "floor")).toBe(50_000n);
    expect(rescale(59_999n, 12, 8, "floor")).toBe(5n);
    expect(rescale(50_001n, 12, 8, "ceil")).toBe(6n);
  });

  it("refuse exponents outside the table", () => {
    expect(powerOfTen(38)).toBe(10n ** 38n);
    expect(() => powerOfTen(39)).toThrow(RangeError);
    expect(() => powerOfTen(-1)).toThrow(RangeError);
  });
});
