import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assetOf } from "../money/asset.ts";
import type { Trade } from "./compare-trades.ts";
import { tradeGap } from "./trade-gap.ts";

const pair = { base: assetOf("BTC"), quote: assetOf("USD") };
const COIN = 10n ** 12n;
const PRICE = 10n ** 12n;
const CENT = 10n ** 6n;

const sale: Trade = {
  ...{ atMs: 3_600_000, symbol: "BTC/USD", side: "sell", why: "exit" },
  ...{ quantity: 2n * COIN, priceUnits: 50_000n * PRICE, feeUnits: 260n * 100n * CENT },
};
const gapOf = (actual: Partial<Trade>, expected: Partial<Trade> = {}) =>
  tradeGap({ actual: { ...sale, ...expected, ...actual }, expected: { ...sale, ...expected }, pair });

describe("the gap between two fills", () => {
  test("is nothing in any figure where they are the same", () => {
    expect(gapOf({})).toEqual({ timeMs: 0, priceUnits: 0n, priceBps: 0, quantity: 0n, feeUnits: 0n, worthUnits: 0n });
  });

  test("of a sale above the expected price is worth the rise on what was sold; of a purchase it cost that", () => {
    const priceUnits = 50_050n * PRICE;
    expect(gapOf({ priceUnits })).toMatchObject({ priceBps: 10, priceUnits: 50n * PRICE, worthUnits: 10_000n * CENT });
    expect(gapOf({ priceUnits }, { side: "buy" })).toMatchObject({ priceBps: 10, worthUnits: -10_000n * CENT });
  });

  test("of a dearer fee is what was paid more", () => {
    expect(gapOf({ feeUnits: sale.feeUnits + 5n * CENT })).toMatchObject({ feeUnits: 5n * CENT, worthUnits: -5n * CENT });
  });

  test("in size alone is neither gain nor loss", () => {
    const half = { quantity: COIN, feeUnits: sale.feeUnits / 2n };
    expect(gapOf(half)).toMatchObject({ quantity: -COIN, worthUnits: 0n });
  });

  test("turns its sign with the two fills, whatever they are, where their sizes are the same", () => {
    const units = fc.bigInt({ min: 1n, max: 10n ** 20n });
    const side = fc.constantFrom("buy" as const, "sell" as const);
    fc.assert(
      fc.property(units, units, units, side, (first, second, quantity, which) => {
        const [one, other] = [
          { ...sale, side: which, quantity, priceUnits: first },
          { ...sale, side: which, quantity, priceUnits: second },
        ];
        const there = tradeGap({ actual: one, expected: other, pair });
        const back = tradeGap({ actual: other, expected: one, pair });
        expect(there.worthUnits).toBe(-back.worthUnits);
      }),
    );
  });
});
