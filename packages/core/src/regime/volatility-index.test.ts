import { describe, expect, it } from "vitest";
import { bandNamed, bandOf, volatilityIndexOf } from "./volatility-index.ts";
import { REGIMES } from "./regime.ts";

describe("the volatility index", () => {
  it.each([
    [0, 0],
    [27.5, 10],
    [55, 20],
    [67.5, 25],
    [80, 30],
    [95, 35],
    [110, 40],
    [160, 50],
    [210, 60],
  ])("maps %d % of annualised volatility to %d points", (volatility, index) => {
    expect(volatilityIndexOf(volatility)).toBeCloseTo(index, 12);
  });

  it("rises with volatility, without a step", () => {
    let before = -1;
    for (let volatility = 0; volatility < 400; volatility += 0.25) {
      const index = volatilityIndexOf(volatility);
      expect(index).toBeGreaterThan(before);
      expect(index - before).toBeLessThan(1.01);
      before = index;
    }
  });

  it("refuses what is no volatility", () => {
    expect(() => volatilityIndexOf(-1)).toThrow(RangeError);
    expect(() => volatilityIndexOf(Number.NaN)).toThrow(RangeError);
  });

  it.each([
    [0, "RISK_ON"],
    [19.999, "RISK_ON"],
    [20, "NEUTRAL"],
    [29.999, "NEUTRAL"],
    [30, "RISK_OFF"],
    [40, "RISK_OFF"],
    [40.001, "PANIC"],
  ] as const)("%d points lie in the band of %s", (index, regime) => {
    expect(bandOf(index).regime).toBe(regime);
  });

  it("has one band for each regime", () => {
    for (const regime of REGIMES) expect(bandNamed(regime).regime).toBe(regime);
  });
});
