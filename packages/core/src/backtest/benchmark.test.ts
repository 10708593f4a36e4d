import { describe, expect, it } from "vitest";
import type { BarColumns } from "../market/bar.ts";
import { columnsOfBars } from "../market/columns.ts";
import { buyAndHoldCurve, summariseBenchmark, type BenchmarkInput } from "./benchmark.ts";

const HOUR_MS = 3_600_000;

/** Bars at the hours given, each opening where the one before closed; the first opens at its close. */
function barsAt(closes: readonly (readonly [hour: number, close: number])[]): BarColumns {
  return columnsOfBars(
    closes.map(([hour, close], index) => {
      const open = closes[index - 1]?.[1] ?? close;
      return { tsMs: hour * HOUR_MS, open, high: Math.max(open, close), low: Math.min(open, close), close, volume: 1 };
    }),
  );
}

const benchmarkOf = (bars: readonly (readonly [string, BarColumns])[], of: Partial<BenchmarkInput> = {}): BenchmarkInput => ({
  ...{ startEquity: 1_000, tsMs: Float64Array.of(0, HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS), timeframeMs: HOUR_MS, feeBps: 0 },
  bars: new Map(bars),
  ...of,
});

describe("buying and holding", () => {
  it("parts the capital evenly, and a late instrument's share is cash until its first bar", () => {
    const early = barsAt([
      [0, 10],
      [1, 20],
      [2, 10],
      [3, 10],
    ]);
    const late = barsAt([
      [2, 50],
      [3, 100],
    ]);
    expect([
      ...(buyAndHoldCurve(
        benchmarkOf([
          ["A/USD", early],
          ["B/USD", late],
        ]),
      ) ?? []),
    ]).toEqual([1_000, 1_500, 1_000, 1_500]);
  });

  it("marks a missing bar at the close before it", () => {
    const gap = barsAt([
      [0, 10],
      [3, 30],
    ]);
    expect([...(buyAndHoldCurve(benchmarkOf([["A/USD", gap]])) ?? [])]).toEqual([1_000, 1_000, 1_000, 3_000]);
  });

  it("pays its fee once in and once out", () => {
    const flat = barsAt([
      [0, 10],
      [1, 10],
      [2, 10],
      [3, 10],
    ]);
    const curve = buyAndHoldCurve(benchmarkOf([["A/USD", flat]], { feeBps: 100 })) ?? new Float64Array(0);
    const bought = 1_000 / 1.01;
    expect(curve[0]).toBeCloseTo(bought, 9);
    expect(curve[3]).toBeCloseTo(bought * 0.99, 9);
  });

  it("pays none for what it never bought, and is nothing without bars", () => {
    const never = barsAt([[9, 10]]);
    expect([...(buyAndHoldCurve(benchmarkOf([["A/USD", never]], { feeBps: 100 })) ?? [])]).toEqual([1_000, 1_000, 1_000, 1_000]);
    expect(buyAndHoldCurve(benchmarkOf([]))).toBeUndefined();
    expect(buyAndHoldCurve(benchmarkOf([["A/USD", never]], { tsMs: new Float64Array(0) }))).toBeUndefined();
  });

  it("begins with the first bar of the run, not of the history", () => {
    const history = barsAt([
      [-2, 1],
      [-1, 5],
      [0, 10],
      [1, 20],
      [2, 20],
      [3, 20],
    ]);
    // The bar of hour 0 opens at 5.
    expect([...(buyAndHoldCurve(benchmarkOf([["A/USD", history]])) ?? [])]).toEqual([2_000, 4_000, 4_000, 4_000]);
  });

  it("is summarised as a run is", () => {
    const of = benchmarkOf([
      [
        "A/USD",
        barsAt([
          [0, 10],
          [1, 20],
          [2, 10],
          [3, 15],
        ]),
      ],
    ]);
    const summary = summariseBenchmark(buyAndHoldCurve(of) ?? new Float64Array(0), of);
    expect(summary).toMatchObject({ finalEquity: 1_500, totalReturn: 0.5, maxDrawdown: 0.5 });
  });
});
