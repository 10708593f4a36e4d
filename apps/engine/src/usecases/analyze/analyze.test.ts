import type { FeatureKind } from "@ballast/core/features/feature-kind";
import { FEATURE_KINDS } from "@ballast/core/features/feature-kinds";
import { madeUpMarket } from "@ballast/core/features/panel-fixture";
import type { GridTape, TapeStep } from "@ballast/core/features/grid-tape";
import type { RowSpan } from "@ballast/core/indicators/row-span";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { describe, expect, test } from "vitest";
import type { AnalysisData } from "./analysis-data.ts";
import { findLookahead, rowsToCut } from "./find-lookahead.ts";
import { askedFeatures, CORRELATIONS, sealedUsually } from "./asked-features.ts";
import { measureWarmUp, rowsComparedUsual } from "./measure-warm-up.ts";

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
const planted = (valueAt: (tape: GridTape, row: number, span: RowSpan) => number, more: Partial<FeatureKind> = {}): FeatureKind => ({
  periodMins: [1],
  memory: "windowed",
  warmUpBars: ([period]) => period,
  begin:
    (tape) =>
    (column): TapeStep =>
    (span) => {
      for (let row = span.from; row < span.to; row += 1) column[row] = valueAt(tape, row, span);
    },
  ...more,
});

const PLANTS: Readonly<Record<string, FeatureKind>> = {
  nextclose: planted((tape, row) => tape.close[row + 1] ?? Number.NaN),
  nextbar: planted((tape, row) => tape.present[row + 1] ?? Number.NaN),
  // What most leaks are: a scale taken from the whole history.
  scaled: planted((tape, row, { to }) => (tape.close[row] ?? Number.NaN) / Math.max(...tape.close.subarray(tape.firstRow, to))),
  faraway: planted((tape, row) => tape.volume[row + 300] ?? Number.NaN),
  // At one row of five hundred alone, where samples hardly ever look.
  seldom: planted((tape, row, { to, intervalOfRowZero }) => {
    const isLeaking = (row + intervalOfRowZero) % 500 === 123;
    return (isLeaking && row + 1 < to ? tape.close[row + 1] : tape.close[row]) ?? Number.NaN;
  }),
};

describe("findLookahead", () => {
  test("finds no leak in anything that a governed close seals: features, breadth, regime and correlations", () => {
    const usual = sealedUsually(HOUR_MS, ["BTC/USD"]);
    const names = askedFeatures(usual);
    if ("unknown" in names) throw new Error(names.unknown);
    const findings = findLookahead(dataOf(names.featureNames, names), 16);
    expect(findings.map(({ feature, verdict }) => [feature, verdict])).toEqual(usual.map((feature) => [feature, "OK"]));
    // Some instrument or pair at every row behind the longest warm-up.
    expect(findings.every(({ compared }) => compared > 100)).toBe(true);
  });

  test.each(["regime", "volatility-index", "trend", "risk-score", "regime-confidence", CORRELATIONS])(
    "proves %s alone, and nothing else",
    (name) => {
      const names = askedFeatures([name]);
      if ("unknown" in names) throw new Error(names.unknown);
      expect(findLookahead(dataOf(names.featureNames, names), 4)).toMatchObject([{ feature: name, verdict: "OK" }]);
    },
  );

  test("finds a leak in what the regime is read from, and in the regime", () => {
    const leaky = planted((tape, row) => (tape.close[row + 24] ?? Number.NaN) / (tape.close[row] ?? Number.NaN) - 1, { periodMins: [1] });
    const names = askedFeatures(["regime", "volatility-index"]);
    if ("unknown" in names) throw new Error(names.unknown);
    const findings = findLookahead(dataOf(names.featureNames, { ...names, kinds: { ...FEATURE_KINDS, return: leaky } }), 4);
    expect(findings.map(({ verdict }) => verdict)).toEqual(["LEAK", "LEAK"]);
  });

  test.each(Object.keys(PLANTS))("finds the planted leak %s, and no other", (kind) => {
    const data = dataOf([`${kind}:1`, "ema:20"], { kinds: { ...FEATURE_KINDS, ...PLANTS } });
    const [leaky, honest] = findLookahead(data, 16);
    expect([leaky?.verdict, honest?.verdict]).toEqual(["LEAK", "OK"]);
    const leak = leaky?.leak;
    expect(leak?.cut).not.toBe(leak?.whole);
    expect(data.universe).toContain(leak?.instrument);
  });

  test("names the earliest difference with both values, whatever rows are cut", () => {
    const data = dataOf(["nextclose:1"], { kinds: PLANTS, series: madeUpMarket({ seed: 1, instruments: 2, rows: 900 }) });
    const whole = data.series[0]?.close[1];
    expect(findLookahead(data, 16)[0]?.leak).toEqual({ instrument: "BTC/USD", openMs: FROM_MS, cut: undefined, whole });
  });

  test("finds a leak at a row that is not cut", () => {
    const data = dataOf(["seldom:1"], { kinds: PLANTS });
    const { leak } = findLookahead(data, 4)[0] ?? {};
    const row = ((leak?.openMs ?? 0) - FROM_MS) / HOUR_MS;
    expect((row + FROM_MS / HOUR_MS) % 500).toBe(123);
    expect(rowsToCut(data, 4)).not.toContain(row);
  });

  test("compares every row that has a value", () => {
    const data = dataOf(["ema:20"], { series: madeUpMarket({ seed: 3, instruments: 2, rows: 900 }) });
    expect(findLookahead(data, 4)[0]?.compared).toBe(2 * (900 - 19) + 2 * 4);
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

  test("measures what is of the market beside the instrument: breadth, regime and correlations", () => {
    const series = madeUpMarket({ seed: 77, instruments: 2, rows: 2_400, missingPercent: 0 });
    const names = askedFeatures(sealedUsually(HOUR_MS, ["BTC/USD"]));
    if ("unknown" in names) throw new Error(names.unknown);
    const data = dataOf(names.featureNames, { ...names, rows: 2_400, series });
    const findings = measureWarmUp(data, { ...wish, histories: 3, rowsCompared: 1_500 });
    expect(findings.map(({ feature, verdict }) => [feature, verdict])).toEqual([...names.asked].map((feature) => [feature, "OK"]));
    const of = (name: string) => findings.find(({ feature }) => feature === name);
    expect(of("breadth:24")).toMatchObject({ memory: "windowed", declaredBars: 24 });
    expect(of(CORRELATIONS)).toMatchObject({ memory: "windowed", declaredBars: 720 });
    expect(of("regime")?.settledBars).toBeGreaterThanOrEqual(720);
  });

  test("asks on other bars for what is sealed of them", () => {
    const usual = sealedUsually(HOUR_MS / 4, ["BTC/USD"]);
    expect(usual).toEqual(expect.arrayContaining(["vol:2880", "stdev:2880", "spread:96:2880", "return:4", "breadth:96", CORRELATIONS]));
    expect(usual).not.toContain("regime");
  });

  test.each([
    [HOUR_MS / 12, 8_651, 17_000],
    [HOUR_MS / 4, 2_883, 8_000],
    [4 * HOUR_MS, 180, 2_000],
    [24 * HOUR_MS, 30, 2_000],
  ])("proves all that is sealed of bars of %i ms, correlations after %i of them", (timeframeMs, declaredBars, rows) => {
    const names = askedFeatures(sealedUsually(timeframeMs, ["BTC/USD", "ETH/USD"]));
    if ("unknown" in names) throw new Error(names.unknown);
    const series = madeUpMarket({ seed: 77, instruments: 2, rows, missingPercent: 0 });
    const data = dataOf(names.featureNames, { ...names, timeframeMs, rows, series });
    const findings = measureWarmUp(data, { ...wish, histories: 2, rowsCompared: rowsComparedUsual(data, wish.symbol) });
    expect(findings.map(({ feature, verdict }) => [feature, verdict])).toEqual([...names.asked].map((feature) => [feature, "OK"]));
    expect(findings.find(({ feature }) => feature === CORRELATIONS)).toMatchObject({ memory: "windowed", declaredBars });
    const leaks = findLookahead(data, 4);
    expect(leaks.map(({ feature, verdict }) => [feature, verdict])).toEqual([...names.asked].map((feature) => [feature, "OK"]));
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
