import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { ATR, EMA, getCorrelation, getLinearRegression, getMaximum, getStandardDeviation, ROC } from "trading-signals";
import { describe, expect, it } from "vitest";
import type { Bar, BarColumns } from "../market/bar.ts";
import { columnsOfBars } from "../market/columns.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { alignBars, type AlignedBars } from "./aligned-bars.ts";
import { panelColumns } from "./panel-columns.ts";

const DATA = process.env["BALLAST_SHARED_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const FILES = ["kraken_BTC-USD_1h.csv.gz", "kraken_ETH-USD_1h.csv.gz"].map((file) => `${DATA}/ohlcv/${file}`);

const PERIOD = { fromMs: Date.UTC(2020, 1, 20), toMs: Date.UTC(2020, 7, 1), timeframeMs: HOUR_MS };
const UNIVERSE = ["BTC/USD", "ETH/USD"];
const NAMES = [
  "ema:20",
  "ema:50",
  "atr:14",
  "return:1",
  "return:24",
  "slope:24",
  "stdev:24",
  "vol:720",
  "breakout:20",
  "zscore:20",
  "corr:720",
];

function realColumns(file: string): BarColumns {
  const rows = gunzipSync(readFileSync(file)).toString("utf8").trim().split("\n").slice(1);
  const bars = rows.map((row): Bar => {
    const [tsMs = NaN, open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = row.split(",").map(Number);
    return { tsMs, open, high, low, close, volume };
  });
  return columnsOfBars(bars.filter(({ tsMs }) => tsMs >= PERIOD.fromMs && tsMs < PERIOD.toMs));
}

type Closes = { readonly own: readonly number[]; readonly benchmark: readonly number[]; readonly highs: readonly number[] };
const returnsOf = (closes: readonly number[]): number[] => closes.slice(1).map((close, index) => close / (closes[index] ?? NaN) - 1);
const sampleOf = (count: number): number => Math.sqrt(count / (count - 1));

/** What the library says of a window that ends with a row; it divides deviations by n where we divide by n − 1. */
const LIBRARY: Readonly<Record<string, (series: Closes, row: number) => number>> = {
  "return:1": ({ own }, row) => rocOf(own, row, 1),
  "return:24": ({ own }, row) => rocOf(own, row, 24),
  "slope:24": ({ own }, row) => getLinearRegression(own.slice(row - 23, row + 1).map(Math.log)).slope,
  "stdev:24": ({ own }, row) => getStandardDeviation(returnsOf(own.slice(row - 24, row + 1))) * sampleOf(24),
  "vol:720": ({ own }, row) => getStandardDeviation(returnsOf(own.slice(row - 720, row + 1))) * sampleOf(720) * Math.sqrt(8_766) * 100,
  "breakout:20": ({ own, highs }, row) => (own[row] ?? NaN) / getMaximum(highs.slice(row - 20, row)) - 1,
  "zscore:20": ({ own }, row) => {
    const closes = own.slice(row - 19, row + 1);
    const mean = closes.reduce((sum, close) => sum + close, 0) / 20;
    return ((own[row] ?? NaN) - mean) / (getStandardDeviation(closes) * sampleOf(20));
  },
  "corr:720": ({ own, benchmark }, row) =>
    getCorrelation(returnsOf(own.slice(row - 720, row + 1)), returnsOf(benchmark.slice(row - 720, row + 1))),
};

function rocOf(closes: readonly number[], row: number, interval: number): number {
  const roc = new ROC(interval);
  return closes.slice(row - interval, row + 1).reduce((_, close) => roc.update(close, false) ?? NaN, NaN);
}

type Recorded = {
  readonly aligned: readonly AlignedBars[];
  readonly series: readonly Closes[];
  readonly columnOf: (instrument: number, name: string) => Float64Array;
};

function readRecorded(): Recorded {
  const aligned = FILES.map((file) => alignBars(realColumns(file), PERIOD));
  const { features } = panelColumns(
    { timeframeMs: HOUR_MS, universe: UNIVERSE, featureNames: NAMES, marketFeatureNames: [] },
    PERIOD.fromMs,
    aligned,
  );
  const series = aligned.map((bars): Closes => ({
    own: [...bars.close],
    benchmark: [...(aligned[0]?.close ?? [])],
    highs: [...bars.high],
  }));
  return { aligned, series, columnOf: (instrument, name) => features[instrument]?.[NAMES.indexOf(name)] ?? new Float64Array() };
}

describe.skipIf(!FILES.every((file) => existsSync(file)))("against the library trading-signals, on real bars (BALLAST_SHARED_DATA)", () => {
  // Read by a test that runs: a suite that is skipped is collected all the same.
  const recorded = (() => {
    let read: Recorded | undefined;
    return (): Recorded => (read ??= readRecorded());
  })();

  it("reads a period without a hole, through the crash of March 2020", () => {
    for (const bars of recorded().aligned) expect(bars.present.every((present) => present === 1)).toBe(true);
  });

  it.each(Object.keys(LIBRARY))("agrees on %s", (name) => {
    const { series, columnOf } = recorded();
    series.forEach((own, instrument) => {
      const column = columnOf(instrument, name);
      for (let row = 720; row < column.length; row += 37) {
        const [ours, theirs] = [column[row] ?? NaN, LIBRARY[name]?.(own, row) ?? NaN];
        expect(Math.abs(ours - theirs), `${name} at ${row}: ${ours}, library ${theirs}`).toBeLessThanOrEqual(
          1e-9 * Math.max(1e-3, Math.abs(theirs)),
        );
      }
    });
  });

  it("agrees on averages once their beginnings are forgotten: it begins them with the first bar, the reference strategy with a mean", () => {
    const { aligned, columnOf } = recorded();
    aligned.forEach((bars, instrument) => {
      const [fast, slow, atr] = [new EMA(20), new EMA(50), new ATR(14)];
      bars.close.forEach((close, row) => {
        const theirs = [
          fast.update(close, false),
          slow.update(close, false),
          atr.update({ close, high: bars.high[row] ?? NaN, low: bars.low[row] ?? NaN }, false),
        ];
        if (row < 1_500) return;
        ["ema:20", "ema:50", "atr:14"].forEach((name, index) => {
          const [ours, library] = [columnOf(instrument, name)[row] ?? NaN, theirs[index] ?? NaN];
          expect(Math.abs(ours - library)).toBeLessThanOrEqual(1e-9 * library);
        });
      });
    });
  });
});
