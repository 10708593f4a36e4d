import { expect, it } from "vitest";
import { priceDecimals } from "./price-decimals.ts";

it.each([
  [43_210.5, 2],
  [3.21, 5],
  [0.0612, 7],
  [0.000_001, 8],
  [0, 2],
])("shows a price of %d with %i decimals", (price, decimals) => {
  expect(priceDecimals([price])).toBe(decimals);
});
