import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { benchmarkOf } from "./benchmark.ts";
import { FEATURE_KINDS } from "./feature-kinds.ts";
import { GOVERNED_FEATURE_NAMES } from "./governed-features.ts";
import { formatFeatureName, LAG_MAX, parseFeatureName, parseFeatureNames, warmUpBars } from "./feature-name.ts";
import { PERIOD_MAX } from "../indicators/period.ts";

describe("feature names", () => {
  it("parse to what they were formatted from, of every kind", () => {
    const name = fc.constantFrom(...Object.entries(FEATURE_KINDS)).chain(([kind, { periodMins }]) =>
      fc.record({
        kind: fc.constant(kind),
        periods: fc.tuple(...periodMins.map((min) => fc.integer({ min, max: PERIOD_MAX }))),
        lag: fc.integer({ min: 0, max: LAG_MAX }),
      }),
    );
    fc.assert(
      fc.property(name, (parts) => {
        expect(parseFeatureName(formatFeatureName(parts))).toEqual(parts);
      }),
    );
    expect(parseFeatureName("ema:20@-1")).toEqual({ kind: "ema", periods: [20], lag: 1 });
    expect(parseFeatureName("spread:24:720")).toEqual({ kind: "spread", periods: [24, 720], lag: 0 });
  });

  it.each([
    "",
    "ema",
    "ema:",
    "ema:0",
    "ema:020",
    "ema:1.5",
    "sma:20",
    "ema:20@1",
    "ema:20@-0",
    "ema:20@-01",
    "ema:20@-25",
    "ema:9999",
    " ema:20",
    "ema:20 ",
    "ema:20:50",
    "spread:24",
    "spread:24:720:720",
    "stdev:1",
    "volflag:24:1",
    "constructor:20",
    "breadth:24",
  ])("are refused: %j", (text) => {
    expect(parseFeatureName(text)).toBeUndefined();
    expect(() => parseFeatureNames([text])).toThrow(RangeError);
  });

  it("stand once in a lineage", () => {
    expect(() => parseFeatureNames(["ema:20", "ema:20"])).toThrow("twice");
  });

  it("know their warm-up", () => {
    const bars = (text: string): readonly number[] => parseFeatureNames([text]).map((name) => warmUpBars(name));
    expect(["ema:20", "ema:20@-1", "atr:14", "return:24", "spread:24:720", "zscore:20"].flatMap(bars)).toEqual([19, 20, 14, 24, 720, 19]);
  });

  it("of a governed lineage are features, sorted", () => {
    expect(parseFeatureNames(GOVERNED_FEATURE_NAMES).map(formatFeatureName)).toEqual(GOVERNED_FEATURE_NAMES);
    expect([...GOVERNED_FEATURE_NAMES].sort()).toEqual(GOVERNED_FEATURE_NAMES);
  });
});

describe("the benchmark of a universe", () => {
  it("is its BTC pair, by quote, else its first symbol", () => {
    expect(benchmarkOf(["ADA/USD", "BTC/EUR", "BTC/USD"])).toBe("BTC/USD");
    expect(benchmarkOf(["ADA/USDT", "BTC/USDT"])).toBe("BTC/USDT");
    expect(benchmarkOf(["ADA/USD", "ETH/USD"])).toBe("ADA/USD");
    expect(() => benchmarkOf([])).toThrow(RangeError);
  });
});
