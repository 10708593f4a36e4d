import { describe, expect, it } from "vitest";
import { compoundAnnualGrowth, maxDrawdown, summarise, type EquityMark } from "./summary.ts";

const HOUR_MS = 3_600_000;
const marks = (...equity: number[]): EquityMark[] => equity.map((value, index) => ({ tsMs: index * HOUR_MS, equity: value }));
/** The ratio of a curve of hours. */
const sharpeOf = (...equity: number[]): number | null =>
  summarise({ startEquity: equity[0] ?? 0, finalEquity: equity.at(-1) ?? 0, marks: marks(...equity), trades: [], timeframeMs: HOUR_MS })
    .sharpe;

describe("summary of a run", () => {
  it("measures the drawdown from the running high", () => {
    expect(maxDrawdown(marks(100, 120, 90, 130, 104))).toBe(0.25);
    expect(maxDrawdown(marks(100, 101, 102))).toBe(0);
  });

  it("annualises the mean over the sample deviation of returns", () => {
    // Returns +0.1 and −0.1: mean 0, so the ratio is 0 whatever the factor.
    expect(sharpeOf(100, 110, 99)).toBeCloseTo(0, 11);
    // Returns 0.1 and 0.3: mean 0.2, sample deviation √0.02, times √(hours a year).
    expect(sharpeOf(100, 110, 143)).toBeCloseTo((0.2 / Math.sqrt(0.02)) * Math.sqrt(8_766), 9);
  });

  it("is null where a ratio is undefined", () => {
    expect(sharpeOf(100, 100, 100)).toBeNull();
    expect(sharpeOf(100, 101)).toBeNull();
    expect(compoundAnnualGrowth(100, 110, 0)).toBeNull();
    const empty = summarise({ startEquity: 100, finalEquity: 100, marks: [], trades: [], timeframeMs: HOUR_MS });
    expect(empty).toMatchObject({ winRate: null, cagr: null, sharpe: null, trades: 0, maxDrawdown: 0 });
  });

  it("has no ratio over growth that is even but for the dust of its divisions", () => {
    const even = marks(100, 110, 121, 133.1, 146.41);
    const summary = summarise({ startEquity: 100, finalEquity: 146.41, marks: even, trades: [], timeframeMs: HOUR_MS });
    expect(summary).toMatchObject({ sharpe: null, sortino: null, calmar: null, volatility: 0 });
  });

  it("ends its curve where the run ends: at what is there after the closing sale", () => {
    const of = { startEquity: 100, finalEquity: 90, marks: marks(100, 110, 99), trades: [], timeframeMs: HOUR_MS };
    const summary = summarise(of);
    expect(summary).toMatchObject({ finalEquity: 90, maxDrawdown: 20 / 110, bars: 3 });
    expect(summary.sharpe).toBe(sharpeOf(100, 110, 90));
  });

  it("compounds growth over years of 365.25 days", () => {
    const twoYearsMs = 2 * 365.25 * 86_400_000;
    expect(compoundAnnualGrowth(100, 121, twoYearsMs)).toBeCloseTo(0.1, 12);
    expect(compoundAnnualGrowth(100, 0, twoYearsMs)).toBe(-1);
    // A thousandfold in an hour, 8,766 times over, is no number.
    expect(compoundAnnualGrowth(1, 1_000, HOUR_MS)).toBeNull();
  });
});
