import { expect, it } from "vitest";
import { unitsToDecimal, unitsToNumber } from "./units.ts";

it.each([
  ["150", 2, "1.50"],
  ["-5", 3, "-0.005"],
  ["0", 8, "0.00000000"],
  ["7", 0, "7"],
  ["123456789012345678901234", 12, "123456789012.345678901234"],
])("writes %s units at scale %i as %s", (units, scale, text) => {
  expect(unitsToDecimal({ units, scale })).toBe(text);
});

it("keeps undefined undefined", () => {
  expect([unitsToDecimal(undefined), unitsToNumber(undefined)]).toEqual([undefined, undefined]);
  expect(unitsToNumber({ units: "-2500", scale: 3 })).toBe(-2.5);
});
