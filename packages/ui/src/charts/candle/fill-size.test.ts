import { expect, it } from "vitest";
import { fillSizePx } from "./fill-size.ts";

it("grows with the square root of the quantity, between 4 and 9 pixels", () => {
  expect([0, 0.25, 1, 4].map((quantity) => fillSizePx(quantity, 1))).toEqual([4, 6.5, 9, 9]);
  expect(fillSizePx(1, 0)).toBe(4);
});
