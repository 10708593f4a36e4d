import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawdownFacts } from "./drawdown.ts";

const curve = (...equity: number[]) => [Float64Array.from(equity, (_, index) => index * 10), Float64Array.from(equity)] as const;

describe("falls of a curve", () => {
  it("names high, bottom and recovery of each, deepest first", () => {
    const facts = drawdownFacts(...curve(100, 120, 90, 105, 120, 130, 104, 117));
    expect(facts.deepest).toEqual([
      { highMs: 10, bottomMs: 20, recoveredMs: 40, depth: 0.25 },
      { highMs: 50, bottomMs: 60, recoveredMs: null, depth: 0.2 },
    ]);
    expect(facts).toMatchObject({ depth: 0.25, longestMs: 30, shareUnderWater: 0.5 });
  });

  it("counts the one that is not over yet until the end", () => {
    expect(drawdownFacts(...curve(100, 99, 98, 97))).toMatchObject({ longestMs: 30, depth: 0.03 });
  });

  it("is 0 for a curve that never falls, and has no share without bars", () => {
    expect(drawdownFacts(...curve(1, 1, 2))).toEqual({ depth: 0, deepest: [], longestMs: 0, shareUnderWater: 0 });
    expect(drawdownFacts(...curve())).toEqual({ depth: 0, deepest: [], longestMs: 0, shareUnderWater: null });
  });

  it("measures a fall to nothing as all, and below nothing as more", () => {
    expect(drawdownFacts(...curve(10, 0)).depth).toBe(1);
    expect(drawdownFacts(...curve(10, -5)).depth).toBe(1.5);
  });

  it("has no high to fall from while nothing is there", () => {
    expect(drawdownFacts(...curve(-5, 0, -1))).toEqual({ depth: 0, deepest: [], longestMs: 0, shareUnderWater: 0 });
    expect(drawdownFacts(...curve(-5, 10, 5))).toMatchObject({ depth: 0.5, shareUnderWater: 1 / 3 });
  });

  it("has the depth that a search over all pairs finds", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 }), (values) => {
        let worst = 0;
        values.forEach((high, from) => values.slice(from).forEach((low) => (worst = Math.max(worst, (high - low) / high))));
        const { depth, deepest } = drawdownFacts(...curve(...values));
        expect(depth).toBe(worst);
        expect(depth).toBeGreaterThanOrEqual(0);
        expect(depth).toBeLessThan(1);
        const depths = deepest.map((spell) => spell.depth);
        expect(depths).toEqual([...depths].sort((left, right) => right - left));
        expect(depths.length).toBeLessThanOrEqual(5);
        for (const spell of deepest) expect(spell.highMs).toBeLessThan(spell.bottomMs);
      }),
    );
  });
});
