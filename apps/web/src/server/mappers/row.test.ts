import { expect, test } from "vitest";
import { int8, roleOf } from "./row.ts";

test("int8 is exact or an error", () => {
  expect(int8(1_700_000_000_000n)).toBe(1_700_000_000_000);
  expect(() => int8(2n ** 53n)).toThrow(RangeError);
});

test("a role that the code does not know is an error", () => {
  expect(roleOf({ role: "risk_officer" })).toBe("risk_officer");
  expect(() => roleOf({ role: "superuser" })).toThrow();
});
