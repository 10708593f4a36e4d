import { expect, test } from "vitest";
import { parseInt8, parseNumeric } from "./pool.ts";

test.each([
  ["0", 0],
  ["-1", -1],
  ["1700000000000", 1_700_000_000_000],
  ["9007199254740991", Number.MAX_SAFE_INTEGER],
])("int8 %s is a number", (text, value) => {
  expect(parseInt8(text)).toBe(value);
});

test.each(["9007199254740992", "-9223372036854775808"])("int8 %s throws: a number would lie", (text) => {
  expect(() => parseInt8(text)).toThrow(RangeError);
});

test.each([
  ["0", 0n],
  ["-99999999999999999999999999999999999999", -99_999_999_999_999_999_999_999_999_999_999_999_999n],
  ["26.0000", "26.0000"],
  ["NaN", "NaN"],
])("numeric %s is %s", (text, value) => {
  expect(parseNumeric(text)).toBe(value);
});
