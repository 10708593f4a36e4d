import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseUnits, powerOfTen } from "../numeric/fixed.ts";
import { assetOf, PRICE_SCALE } from "./asset.ts";
import { averagePriceUnits, notionalUnits, quantityForBudget, type PairAssets } from "./notional.ts";
import { applyRate, rateOfBps, RATE_SCALE } from "./rate.ts";

const BTC_USD: PairAssets = { base: assetOf("BTC"), quote: assetOf("USD") };
const ETH_BTC: PairAssets = { base: assetOf("ETH"), quote: assetOf("BTC") };
const EUR_USD: PairAssets = { base: assetOf("EUR"), quote: assetOf("USD") };

const price = fc.bigInt({ min: 1n, max: 10n ** 20n });
const amount = fc.bigInt({ min: 0n, max: 10n ** 24n });
const pair = fc.constantFrom(BTC_USD, ETH_BTC, EUR_USD);

function units(text: string, scale: number): bigint {
  const value = parseUnits(text, scale);
  if (value === undefined) throw new Error(text);
  return value;
}

describe("notionalUnits", () => {
  it("is price × quantity in quote units", () => {
    const of = { priceUnits: units("16943.7", PRICE_SCALE), quantity: units("0.00005", 12), pair: BTC_USD };
    expect(notionalUnits({ ...of, mode: "floor" })).toBe(units("0.847185", 8));
    expect(notionalUnits({ priceUnits: units("0.05", PRICE_SCALE), quantity: units("3", 12), pair: ETH_BTC, mode: "floor" })).toBe(
      units("0.15", 12),
    );
  });

  it("rounds as named, one unit apart at most", () => {
    fc.assert(
      fc.property(price, amount, pair, (priceUnits, quantity, assets) => {
        const down = notionalUnits({ priceUnits, quantity, pair: assets, mode: "floor" });
        const up = notionalUnits({ priceUnits, quantity, pair: assets, mode: "ceil" });
        expect(up - down === 0n || up - down === 1n).toBe(true);
      }),
    );
  });

  it("refuses a negative price or quantity", () => {
    expect(() => notionalUnits({ priceUnits: -1n, quantity: 1n, pair: BTC_USD, mode: "floor" })).toThrow(RangeError);
    expect(() => notionalUnits({ priceUnits: 1n, quantity: -1n, pair: BTC_USD, mode: "floor" })).toThrow(RangeError);
  });
});

describe("quantityForBudget", () => {
  it("is what the reference strategy buys: cash ÷ (price × (1 + fee))", () => {
    const quantity = quantityForBudget({
      budgetUnits: units("10000", 8),
      priceUnits: units("20000", PRICE_SCALE),
      feeRateUnits: rateOfBps(10),
      pair: BTC_USD,
    });
    expect(quantity).toBe(units("0.4995004995", 12));
  });

  it("never costs more than the budget, fee included, and no unit more would fit", () => {
    fc.assert(
      fc.property(amount, price, fc.integer({ min: 0, max: 100 }), pair, (budgetUnits, priceUnits, bps, assets) => {
        const feeRateUnits = rateOfBps(bps);
        const quantity = quantityForBudget({ budgetUnits, priceUnits, feeRateUnits, pair: assets });
        const one = powerOfTen(RATE_SCALE);
        const cost = (bought: bigint): bigint => priceUnits * bought * (one + feeRateUnits);
        const budget = budgetUnits * one * powerOfTen(PRICE_SCALE + assets.base.scale - assets.quote.scale);
        expect(cost(quantity) <= budget && cost(quantity + 1n) > budget).toBe(true);
      }),
    );
  });
});

describe("averagePriceUnits", () => {
  it("gives back the price of one exact notional", () => {
    expect(averagePriceUnits({ amountUnits: units("300", 8), quantity: units("2", 12), pair: BTC_USD, mode: "half-even" })).toBe(
      units("150", PRICE_SCALE),
    );
    expect(() => averagePriceUnits({ amountUnits: 1n, quantity: 0n, pair: BTC_USD, mode: "floor" })).toThrow(RangeError);
  });
});

describe("rates", () => {
  it("are basis points as printed", () => {
    expect(rateOfBps(26)).toBe(2_600_000_000n);
    expect(rateOfBps(0.5)).toBe(50_000_000n);
    expect(() => rateOfBps(0.000000001)).toThrow(RangeError);
  });

  it("are applied with the rounding named", () => {
    expect(applyRate({ amountUnits: 10_001n, rateUnits: rateOfBps(26), mode: "ceil" })).toBe(27n);
    expect(applyRate({ amountUnits: 10_001n, rateUnits: rateOfBps(26), mode: "floor" })).toBe(26n);
  });
});
