import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { returnsOf } from "./marks.ts";
import { downsideDeviation, momentsOf } from "./return-moments.ts";
import { barsAYear, calmarRatio, riskRatios } from "./risk-ratios.ts";

/** Relative difference, for figures that are published to more digits than a report shows. */
const away = (value: number | null | undefined, expected: number): number => Math.abs((value ?? NaN) / expected - 1);

/** Two years of monthly returns of C. R. Bacon, "Practical Portfolio Performance Measurement and Attribution" (2008), p. 61. */
const BACON = Float64Array.of(
  ...[0.003, 0.026, 0.011, -0.01, 0.015, 0.025, 0.016, 0.067, -0.014, 0.04, -0.005, 0.081],
  ...[0.04, -0.037, -0.061, 0.017, -0.049, -0.022, 0.07, 0.058, -0.065, 0.024, -0.005, -0.009],
);

describe("ratios of a published series", () => {
  it("has the moments of Bacon's portfolio", () => {
    const moments = momentsOf(BACON);
    // 40 digits of an independent computation; the book prints a skewness of −0.08, a kurtosis of 2.43 and −0.034 for their quotient.
    expect(away(moments?.mean, 0.009)).toBeLessThan(1e-12);
    expect(away(moments?.deviation, 0.0395485392463708972)).toBeLessThan(1e-12);
    expect(away(moments?.skew, -0.0825624552085681006)).toBeLessThan(1e-11);
    expect(away(moments?.kurtosis, 2.43245379410787432)).toBeLessThan(1e-12);
    expect(((moments?.skew ?? NaN) / (moments?.kurtosis ?? NaN)).toFixed(3)).toBe("-0.034");
  });

  it("annualises its ratios by the root of twelve months", () => {
    const ratios = riskRatios(BACON, momentsOf(BACON), 12);
    expect(away(ratios.sharpe, 0.788320254814485634)).toBeLessThan(1e-12);
    expect(away(ratios.sortino, 1.35921657868386313)).toBeLessThan(1e-12);
    expect(away(ratios.volatility, 0.0395485392463708972 * Math.sqrt(12))).toBeLessThan(1e-12);
  });

  it("has the Sortino ratio that T. Rollinger and S. Hoffman work out, 4.417", () => {
    const years = Float64Array.of(0.17, 0.15, 0.23, -0.05, 0.12, 0.09, 0.13, -0.04);
    expect(away(downsideDeviation(years), 0.0226384628453435416)).toBeLessThan(1e-12);
    const { sortino } = riskRatios(years, momentsOf(years), 1);
    expect(away(sortino, 4.41726104299386177)).toBeLessThan(1e-12);
    expect(sortino?.toFixed(3)).toBe("4.417");
  });
});

describe("ratios that are not defined", () => {
  it("are null under two returns and without variance", () => {
    const none = { sharpe: null, sortino: null, volatility: null };
    for (const returns of [new Float64Array(0), Float64Array.of(0.1)]) expect(riskRatios(returns, momentsOf(returns), 12)).toEqual(none);
    expect(riskRatios(undefined, undefined, 12)).toEqual(none);
    const flat = new Float64Array(5);
    expect(riskRatios(flat, momentsOf(flat), 12)).toEqual({ sharpe: null, sortino: null, volatility: 0 });
  });

  it("are null for even growth, whatever dust its divisions leave", () => {
    fc.assert(
      fc.property(fc.double({ min: -0.5, max: 0.5, noNaN: true }), fc.integer({ min: 3, max: 60 }), (rate, count) => {
        const equity = new Float64Array(count);
        equity[0] = 10_000;
        for (let index = 1; index < count; index += 1) equity[index] = (equity[index - 1] ?? 0) * (1 + rate);
        const moments = momentsOf(returnsOf(equity) ?? new Float64Array(0));
        expect(moments).toMatchObject({ deviation: 0, skew: null, kurtosis: null });
      }),
    );
  });

  it("are null where no loss, no fall and no growth is", () => {
    const gains = Float64Array.of(0.01, 0.02);
    expect(riskRatios(gains, momentsOf(gains), 12)).toMatchObject({ sortino: null });
    expect(calmarRatio(0.2, 0)).toBeNull();
    expect(calmarRatio(null, 0.1)).toBeNull();
    expect(calmarRatio(0.2, 0.1)).toBe(2);
    expect(returnsOf(Float64Array.of(1, 0, 1))).toBeUndefined();
  });
});

describe("ratios of any curve", () => {
  // Steps of 0.01 %: far above the dust of a division, where any figure would be noise.
  const curve = fc.array(fc.integer({ min: 10_000, max: 20_000 }), { minLength: 4, maxLength: 80 });

  it("do not change with the size of the account", () => {
    fc.assert(
      fc.property(curve, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (values, scale) => {
        const [left, right] = [Float64Array.from(values), Float64Array.from(values, (value) => value * scale)].map((equity) => {
          const returns = returnsOf(equity);
          return riskRatios(returns, returns === undefined ? undefined : momentsOf(returns), barsAYear(3_600_000));
        });
        for (const name of ["sharpe", "sortino", "volatility"] as const) {
          const [small, large] = [left?.[name] ?? null, right?.[name] ?? null];
          expect(small === null).toBe(large === null);
          if (small !== null && large !== null) expect(Math.abs(small - large)).toBeLessThan(1e-9 * Math.max(1, Math.abs(small)));
        }
      }),
    );
  });

  it("agree with moments by another way: sums of powers in exact fractions", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 3, maxLength: 40 }), (hundredths) => {
        const n = BigInt(hundredths.length);
        const power = (k: bigint): bigint => hundredths.reduce((sum, value) => sum + BigInt(value) ** k, 0n);
        const [s1, s2, s3, s4] = [power(1n), power(2n), power(3n), power(4n)];
        // Central moments times n^k, exact: m2·n² = n·s2 − s1², and so on.
        const m2 = n * s2 - s1 * s1;
        const m3 = n * n * s3 - 3n * n * s1 * s2 + 2n * s1 ** 3n;
        const m4 = n ** 3n * s4 - 4n * n * n * s1 * s3 + 6n * n * s1 * s1 * s2 - 3n * s1 ** 4n;
        const moments = momentsOf(Float64Array.from(hundredths, (value) => value / 10_000));
        if (m2 === 0n) expect(moments?.skew).toBeNull();
        else {
          const skew = Number(m3) / Number(m2) / Math.sqrt(Number(m2));
          expect(Math.abs((moments?.skew ?? NaN) - skew)).toBeLessThan(1e-9 * Math.max(1, Math.abs(skew)));
          expect(away(moments?.kurtosis, Number(m4) / Number(m2) / Number(m2))).toBeLessThan(1e-9);
        }
      }),
    );
  });
});
