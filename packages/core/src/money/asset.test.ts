import { describe, expect, it } from "vitest";
import { assetOf, isCurrency } from "./asset.ts";
import { isOnStep, roundToStep } from "./step.ts";

describe("assets", () => {
  it("have 8 decimals where they are money, 12 where they are coins", () => {
    for (const code of ["USD", "USDC", "USDT", "CAD", "EUR"]) expect(assetOf(code)).toEqual({ code, version: 1, scale: 8 });
    for (const code of ["BTC", "SHIB", "POL"]) expect(assetOf(code)).toEqual({ code, version: 1, scale: 12 });
    expect([isCurrency("USD"), isCurrency("BTC")]).toEqual([true, false]);
  });
});

describe("steps", () => {
  it("round as named and leave units alone where there is no grid", () => {
    expect(roundToStep({ units: 17n, stepUnits: 5n, mode: "floor" })).toBe(15n);
    expect(roundToStep({ units: 17n, stepUnits: 5n, mode: "ceil" })).toBe(20n);
    expect(roundToStep({ units: -17n, stepUnits: 5n, mode: "trunc" })).toBe(-15n);
    expect(roundToStep({ units: 17n, stepUnits: 0n, mode: "floor" })).toBe(17n);
    expect(() => roundToStep({ units: 17n, stepUnits: -1n, mode: "floor" })).toThrow(RangeError);
    expect([isOnStep(15n, 5n), isOnStep(16n, 5n), isOnStep(16n, 0n)]).toEqual([true, false, true]);
  });
});
