import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { emaColumn } from "../indicators/ema.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import type { Regime } from "./regime.ts";
import { RegimeTracker } from "./regime-tracker.ts";
import { reliabilityBins, type StatedRegime } from "./reliability.ts";

const SHARED = process.env["BALLAST_SHARED_DATA"] ?? join(import.meta.dirname, "../../../../../shared/data");
const barsOf = (pair: string): string => join(SHARED, `ohlcv/kraken_${pair}_1h.csv.gz`);
const ARE_THERE = ["BTC-USD", "ETH-USD"].every((pair) => existsSync(barsOf(pair)));

const MONTH = 720;
const DAY = 24;
const FROM_MS = Date.UTC(2020, 0, 1);

/** Volatility over the window that ends here, by its definition and without any recurrence. */
function volatilityAt(returns: Float64Array, index: number): number {
  const window = returns.subarray(index - MONTH + 1, index + 1);
  const mean = window.reduce((sum, value) => sum + value, 0) / MONTH;
  const squares = window.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt((squares / (MONTH - 1)) * 8766) * 100;
}

/** What a tracker that is warm by then says of every close since 2020. */
function statedOf(pair: string): readonly StatedRegime[] {
  const lines = gunzipSync(readFileSync(barsOf(pair)))
    .toString("utf8")
    .trim()
    .split("\n")
    .slice(1);
  const tsMs = lines.map((line) => Number(line.split(",")[0]));
  const closes = Float64Array.from(lines, (line) => Number(line.split(",")[4]));
  const returns = closes.map((close, index) => (index === 0 ? 0 : close / (closes[index - 1] ?? NaN) - 1));
  const ema = emaColumn(closes, 50);
  const tracker = new RegimeTracker(HOUR_MS);
  const firstIndex = tsMs.findIndex((ts) => ts >= FROM_MS - 90 * DAY * HOUR_MS);
  return tsMs.slice(firstIndex).flatMap((ts, offset): readonly StatedRegime[] => {
    const index = firstIndex + offset;
    const reading = tracker.push({
      volatility: volatilityAt(returns, index),
      ema: ema[index],
      emaDayAgo: ema[index - DAY],
      return24h: (closes[index] ?? NaN) / (closes[index - DAY] ?? NaN) - 1,
    });
    return reading === undefined || ts < FROM_MS ? [] : [{ ...reading, closeMs: ts + HOUR_MS }];
  });
}

describe("reliability", () => {
  const stated = (hour: number, regime: Regime, confidence: number): StatedRegime => ({ closeMs: hour * HOUR_MS, regime, confidence });
  const day = (first: number, regime: Regime, confidence: number): readonly StatedRegime[] =>
    Array.from({ length: DAY }, (_, index) => stated(first + index, regime, confidence));

  it("counts a confidence as kept where the regime stands 24 hours later", () => {
    const closes = [...day(0, "PANIC", 0.26), ...day(24, "PANIC", 0.54).slice(0, 18), ...day(42, "NEUTRAL", 0.74)];
    expect(reliabilityBins(closes, 20)).toEqual([
      { confidenceFrom: 0.25, confidenceTo: 0.3, hours: 24, meanConfidence: 0.26, observedRate: 0.75 },
      { confidenceFrom: 0.5, confidenceTo: 0.55, hours: 18, meanConfidence: 0.54, observedRate: 0 },
    ]);
  });

  it("holds a regime that left and came back to have kept its word", () => {
    const [bin] = reliabilityBins([stated(0, "NEUTRAL", 0.7), stated(5, "PANIC", 0.26), stated(24, "NEUTRAL", 0.7)], 20);
    expect(bin).toMatchObject({ hours: 1, observedRate: 1 });
  });

  it("leaves out closes of which nobody knows what stood a day later: at a hole and at the end", () => {
    const closes = [...day(0, "NEUTRAL", 0.7), ...day(30, "NEUTRAL", 0.7)];
    expect(reliabilityBins(closes, 20)).toMatchObject([{ hours: 18, observedRate: 1 }]);
    expect(reliabilityBins(day(0, "NEUTRAL", 0.7), 20)).toEqual([]);
    expect(reliabilityBins([], 20)).toEqual([]);
  });

  it.each([
    [0, 0],
    [0.29, 0.29],
    [0.57, 0.57],
    [0.58, 0.58],
    [1, 0.99],
  ])("puts %d into the bin from %d of a hundred", (confidence, confidenceFrom) => {
    const bins = reliabilityBins([stated(0, "NEUTRAL", confidence), stated(24, "NEUTRAL", confidence)], 100);
    expect(bins).toMatchObject([{ confidenceFrom, meanConfidence: confidence }]);
  });

  it("weighs the confidences of a bin by their hours", () => {
    const closes = [...day(0, "RISK_OFF", 0.72), ...day(24, "RISK_OFF", 0.74), ...day(48, "RISK_ON", 0.9)];
    const [bin] = reliabilityBins(closes, 20);
    expect(bin?.meanConfidence).toBeCloseTo(0.73, 12);
    expect(bin).toMatchObject({ hours: 48, observedRate: 0.5 });
  });
});

describe.skipIf(!ARE_THERE)("confidence on bars it was not measured on", () => {
  it.each(["BTC-USD", "ETH-USD"])("%s since 2020: every bin of 1,000 closes keeps its word within 0.12", (pair) => {
    const large = reliabilityBins(statedOf(pair), 100).filter(({ hours }) => hours >= 1_000);
    expect(large.length).toBeGreaterThan(3);
    for (const { meanConfidence, observedRate } of large) {
      expect(Math.abs(observedRate - meanConfidence), `stated ${meanConfidence}`).toBeLessThan(0.12);
    }
  });
});
