import type { FeatureKind } from "@ballast/core/features/feature-kind";
import { FEATURE_KINDS } from "@ballast/core/features/feature-kinds";
import { GOVERNED_FEATURE_NAMES } from "@ballast/core/features/governed-features";
import { madeUpMarket } from "@ballast/core/features/panel-fixture";
import type { GridTape, TapeStep } from "@ballast/core/features/grid-tape";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { describe, expect, test } from "vitest";
import type { AnalysisData } from "./analysis-data.ts";
import { findLookahead, rowsToCut } from "./find-lookahead.ts";
import { measureWarmUp } from "./measure-warm-up.ts";

const FROM_MS = Date.UTC(2023, 0, 1);

function dataOf(featureNames: readonly string[], more: Partial<AnalysisData> = {}): AnalysisData {
  const rows = 900;
  const series = madeUpMarket({ seed: 77, instruments: 2, rows, missingPercent: 3 });
  return {
    timeframeMs: HOUR_MS,
    universe: ["BTC/USD", "ETH/USD"],
    featureNames,
    marketFeatureNames: [],
    fromMs: FROM_MS,
    rows,
    series,
    ...more,
  };
}

/** A kind that computes what it is told, row by row. */
const planted = (valueAt: (tape: GridTape, row: number, to: number) => number, more: Partial<FeatureKind> = {}): FeatureKind => ({
  periodMins: [1],
  memory: "windowed",
  warmUpBars: ([period]) => period,
  begin:
    (tape) =>
    (column): TapeStep =>
    ({ from, to }) => {
      for (let row = from; row < to; row += 1) column[row] = valueAt(tape, row, to);
    },
  ...more,
});

const PLANTS: Readonly<Record<string, FeatureKind>> = {
  nextclose: planted((tape, row) => tape.close[row + 1] ?? Number.NaN),
  nextbar: planted((tape, row) => tape.present[row + 1] ?? Number.NaN),
  // What most leaks are: a scale taken from the whole history.
  scaled: planted((tape, row, to) => (tape.close[row] ?? Number.NaN) / Math.max(...tape.close.subarray(tape.firstRow, to))),
  faraway: planted((tape, row) => tape.volume[row + 300] ?? Number.NaN),
};

describe("findLookahead", () => {
  test("finds no leak in any feature that ships, in the market's values and in the correlations", () => {
    const findings = findLookahead(dataOf(GOVERNED_FEATURE_NAMES, { marketFeatureNames: ["breadth:24"] }), 16);
    expect(findings.map(({ feature, verdict }) => [feature, verdict])).toEqual(
      [...GOVERNED_FEATURE_NAMES, "breadth:24", "correlations"].map((feature) => [feature, "OK"]),
    );
    expect(findings.every(({ compared }) => compared > 5)).toBe(true);
  });

  test.each(Object.keys(PLANTS))("finds the planted leak %s, and no other", (kind) => {
    const data = dataOf([`${kind}:1`, "ema:20"], { kinds: { ...FEATURE_KINDS, ...PLANTS } });
    const [leaky, honest] = findLookahead(data, 16);
    expect([leaky?.verdict, honest?.verdict]).toEqual(["LEAK", "OK"]);
    const leak = leaky?.leak;
    expect(leak?.cut).not.toBe(leak?.whole);
    expect(data.universe).toContain(leak?.instrument);
    const tried = rowsToCut(data, 16).map((row) => FROM_MS + row * HOUR_MS);
    expect(tried).toContain(leak?.openMs);
  });

  test("names the earliest of the times that were tried, with both values", () => {
    const data = dataOf(["nextclose:1"], { kinds: PLANTS, series: madeUpMarket({ seed: 1, instruments: 2, rows: 900 }) });
    const [row = -1] = rowsToCut(data, 16);
    const whole = data.series[0]?.close[row + 1];
    expect(findLookahead(data, 16)[0]?.leak).toEqual({ instrument: "BTC/USD", openMs: FROM_MS + row * HOUR_MS, cut: undefined, whole });
  });

  test("does not call proved what has no value", () => {
    expect(findLookahead(dataOf(["vol:2000"]), 8)[0]).toMatchObject({ verdict: "NO_VALUE", compared: 0 });
  });

  test("cuts at the last row and around holes, the same rows each time", () => {
    const data = dataOf(["ema:20"]);
    const rows = rowsToCut(data, 16);
    expect(rows).toEqual(rowsToCut(data, 16));
    expect(rows.at(-1)).toBe(899);
    expect(rows.some((row) => data.series[0]?.present[row] === 0)).toBe(true);
  });
});

describe("measureWarmUp", () => {
  const wish = { symbol: "ETH/USD", histories: 6, tolerance: 1e-9, rowsCompared: 120 };

  test("confirms what the windowed kinds declare and says when recursive ones settle", () => {
    const names = [
      "return:24",
      "slope:24",
      "stdev:24",
      "surge:24",
      "breakout:20",
      "zscore:20",
      "beta:50",
      "corr:50",
      "spread:5:50",
      "ema:5",
      "atr:3",
    ];
    const findings = measureWarmUp(dataOf(names), wish);
    expect(findings.map(({ verdict }) => verdict)).toEqual(names.map(() => "OK"));
    for (const finding of findings.slice(0, 9)) {
      expect(finding.tolerance).toBe(0);
      expect(finding.settledBars).toBeLessThanOrEqual(finding.declaredBars);
    }
    const [ema, atr] = findings.slice(9);
    // (1 − 2/6)^n and (1 − 1/3)^n of a difference of some percent reach 1e-9 after some 45 bars.
    for (const finding of [ema, atr]) {
      expect(finding?.settledBars).toBeGreaterThan(30);
      expect(finding?.settledBars).toBeLessThan(80);
    }
  });

  test("catches a kind that declares too little, and one that never settles", () => {
    const forgetful = planted((tape, row) => (tape.close[row] ?? 0) - (tape.close[row - 30] ?? 0));
    const endless = planted((tape, row) => tape.bars[row] ?? 0, { memory: "recursive" });
    const kinds = { forgetful, endless };
    const findings = measureWarmUp(dataOf(["forgetful:10", "endless:1"], { kinds }), wish);
    expect(findings.map(({ verdict }) => verdict)).toEqual(["LATE", "LATE"]);
    expect(findings[1]?.settledBars).toBeUndefined();
  });

  test("does not judge by histories that are too short", () => {
    // The whole data is shorter than what is compared, and an average of 500 bars is far from settled at its end.
    expect(measureWarmUp(dataOf(["ema:500"]), { ...wish, rowsCompared: 3_000 })[0]).toMatchObject({ verdict: "NO_VALUE", histories: 0 });
    expect(measureWarmUp(dataOf(["vol:2000"]), wish)[0]).toMatchObject({ verdict: "NO_VALUE", histories: 0 });
  });
});
