import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GUARDED_PROFILE } from "./profile-presets.ts";
import { excessToReduce, type HeldPosition } from "./reduction.ts";

/** Worth 1 unit of base currency a unit, sold in lots of 10, at least 20. */
const held = (symbol: string, units: bigint): HeldPosition => ({
  symbol,
  quantity: units,
  exposureUnits: units,
  lotUnits: 10n,
  quantityMinUnits: 20n,
});
/** 20 % of 10,000 is 2,000; on the second rung 1,000. */
const reduce = (positions: readonly HeldPosition[], rung: 0 | 1 | 2 | 3 = 2) =>
  excessToReduce({ profile: GUARDED_PROFILE, rung, equityUnits: 10_000n, scale: 8, positions });

describe("excess over the reduced cap", () => {
  it("is nothing above the second rung, nor within the cap", () => {
    expect(reduce([held("A", 1_500n)], 0)).toEqual([]);
    expect(reduce([held("A", 1_500n)], 1)).toEqual([]);
    expect(reduce([held("A", 1_000n)])).toEqual([]);
    expect(reduce([])).toEqual([]);
  });

  it("is sold from the largest position, rounded up to the lot", () => {
    expect(reduce([held("A", 400n), held("B", 605n)])).toEqual([{ symbol: "B", quantity: 20n }]);
    expect(reduce([held("A", 400n), held("B", 621n)])).toEqual([{ symbol: "B", quantity: 30n }]);
    expect(reduce([held("A", 1_500n)], 3)).toEqual([{ symbol: "A", quantity: 500n }]);
  });

  it("goes on to the next where the largest is not enough, ties by symbol", () => {
    expect(reduce([held("B", 1_000n), held("C", 1_000n), held("A", 1_000n)])).toEqual([
      { symbol: "A", quantity: 1_000n },
      { symbol: "B", quantity: 1_000n },
    ]);
  });

  it("leaves no rest that the venue would not take", () => {
    const cap = { ...GUARDED_PROFILE, totalCap: { percentBps: 1, absoluteUnits: undefined } };
    const all = excessToReduce({ profile: cap, rung: 2, equityUnits: 200_000n, scale: 8, positions: [held("A", 29n)] });
    expect(all).toEqual([{ symbol: "A", quantity: 29n }]);
    const rest = excessToReduce({ profile: cap, rung: 2, equityUnits: 400_000n, scale: 8, positions: [held("A", 40n)] });
    expect(rest).toEqual([{ symbol: "A", quantity: 20n }]);
  });

  it("is nothing where the profile caps nothing", () => {
    const profile = { ...GUARDED_PROFILE, totalCap: { percentBps: undefined, absoluteUnits: undefined } };
    expect(excessToReduce({ profile, rung: 2, equityUnits: 1n, scale: 8, positions: [held("A", 1_000n)] })).toEqual([]);
  });

  it("keeps the cap afterwards and sells no more than is held, whatever is held", () => {
    const position = fc.record({
      quantity: fc.bigInt({ min: 1n, max: 5_000n }),
      exposureUnits: fc.bigInt({ min: 0n, max: 5_000n }),
      lotUnits: fc.bigInt({ min: 0n, max: 50n }),
      quantityMinUnits: fc.bigInt({ min: 0n, max: 50n }),
    });
    fc.assert(
      fc.property(fc.array(position, { maxLength: 8 }), (drawn) => {
        const positions = drawn.map((of, index) => ({ ...of, symbol: `S${index}` }));
        const sold = new Map(reduce(positions).map(({ symbol, quantity }) => [symbol, quantity]));
        let left = 0n;
        for (const { symbol, quantity, exposureUnits } of positions) {
          const sale = sold.get(symbol) ?? 0n;
          expect(sale).toBeGreaterThanOrEqual(0n);
          expect(sale).toBeLessThanOrEqual(quantity);
          left += (exposureUnits * (quantity - sale)) / quantity;
        }
        expect(left).toBeLessThanOrEqual(1_000n);
      }),
      { numRuns: 500 },
    );
  });
});
