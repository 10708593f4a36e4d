import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { emaColumn } from "../indicators/ema.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import type { RegimeReading } from "./regime.ts";
import { RegimeTracker } from "./regime-tracker.ts";

const SHARED = process.env["BALLAST_SHARED_DATA"] ?? join(import.meta.dirname, "../../../../../shared/data");
const barsOf = (pair: string): string => join(SHARED, `ohlcv/kraken_${pair}_1h.csv.gz`);
const ARE_THERE = ["BTC-USD", "ETH-USD"].every((pair) => existsSync(barsOf(pair)));

const MONTH = 720;
const DAY = 24;
const FROM_MS = Date.UTC(2020, 0, 1);

type Dated = { readonly tsMs: number; readonly reading: RegimeReading | undefined };

/** Volatility over the window that ends here, by its definition and without any recurrence. */
function volatilityAt(returns: Float64Array, index: number): number {
  const window = returns.subarray(index - MONTH + 1, index + 1);
  const mean = window.reduce((sum, value) => sum + value, 0) / MONTH;
  const squares = window.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt((squares / (MONTH - 1)) * 8766) * 100;
}

function readingsOf(pair: string): readonly Dated[] {
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
  return tsMs.slice(firstIndex).map((ts, offset): Dated => {
    const index = firstIndex + offset;
    const reading = tracker.push({
      volatility: volatilityAt(returns, index),
      ema: ema[index],
      emaDayAgo: ema[index - DAY],
      return24h: (closes[index] ?? NaN) / (closes[index - DAY] ?? NaN) - 1,
    });
    return { tsMs: ts, reading };
  });
}

/** Per stated confidence: how many closes, and of how many of them the regime still stood 24 closes later. */
function reliability(readings: readonly Dated[]): ReadonlyMap<number, { readonly count: number; readonly observed: number }> {
  const bins = new Map<number, { count: number; kept: number }>();
  readings.slice(0, -DAY).forEach(({ tsMs, reading }, index) => {
    if (reading === undefined || tsMs < FROM_MS) return;
    const bin = bins.get(reading.confidence) ?? { count: 0, kept: 0 };
    bin.count += 1;
    if (readings[index + DAY]?.reading?.regime === reading.regime) bin.kept += 1;
    bins.set(reading.confidence, bin);
  });
  return new Map([...bins].map(([confidence, { count, kept }]) => [confidence, { count, observed: kept / count }]));
}

describe.skipIf(!ARE_THERE)("confidence on bars it was not measured on", () => {
  it.each(["BTC-USD", "ETH-USD"])("%s since 2020: every bin of 1,000 closes keeps its word within 0.12", (pair) => {
    const bins = reliability(readingsOf(pair));
    const large = [...bins].filter(([, { count }]) => count >= 1_000);
    expect(large.length).toBeGreaterThan(3);
    for (const [confidence, { observed }] of large) expect(Math.abs(observed - confidence), `stated ${confidence}`).toBeLessThan(0.12);
  });
});
