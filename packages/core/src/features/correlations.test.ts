import { describe, expect, it } from "vitest";
import { CORRELATION_UNDEFINED } from "../market/snapshot.ts";
import { DAY_MS, HOUR_MS, timeframeNames, TIMEFRAMES } from "../time/timeframe.ts";
import type { AlignedBars } from "./aligned-bars.ts";
import { FeaturePanel } from "./feature-panel.ts";
import { dayBreadthOf } from "./market-features.ts";
import { panelColumns } from "./panel-columns.ts";
import { barsOfRow, madeUpMarket } from "./panel-fixture.ts";
import type { PanelSpec } from "./panel-spec.ts";
import { correlationSpanOf, warmUpBarsOf } from "./return-span.ts";

const PAIRS = 3;

/** Closes with the last one where there is no bar. */
function carried({ present, close }: AlignedBars): readonly number[] {
  let last = NaN;
  return Array.from(close, (value, row) => (last = present[row] === 1 ? value : last));
}

/** Bars of three instruments for as long as correlations need, with holes and a late listing; the first opens at no block's edge. */
function marketOf(
  timeframeMs: number,
  rows: number,
): { readonly spec: PanelSpec; readonly firstMs: number; readonly series: readonly AlignedBars[] } {
  const series = madeUpMarket({
    seed: 11,
    instruments: 3,
    rows,
    missingPercent: 4,
    listedFrom: (instrument) => (instrument === 2 ? 5 : 0),
  });
  // ETH goes along with BTC for half of its way.
  const [, leader, follower] = series;
  if (leader === undefined || follower === undefined) throw new Error("a market of three");
  carried(leader).forEach((close, row) => {
    if (follower.present[row] === 1 && row >= 5) follower.close[row] = ((follower.close[row] ?? NaN) * close) / 100;
  });
  const universe = ["ADA/USD", "BTC/USD", "ETH/USD"];
  const spec = { timeframeMs, universe, featureNames: [], marketFeatureNames: [dayBreadthOf(timeframeMs)] };
  return { spec, firstMs: Math.floor(Date.UTC(2024, 0, 3, 5) / timeframeMs) * timeframeMs, series };
}

/** Pearson's correlation by its definition, of the returns over an hour (or a longer bar) that ended in the last 30 days. */
function pearsonBps(of: readonly [readonly number[], readonly number[]], row: number, timeframeMs: number): number {
  const back = Math.max(1, HOUR_MS / timeframeMs);
  const count = (30 * DAY_MS) / timeframeMs;
  const [left = [], right = []] = of.map((closes) =>
    Array.from({ length: count }, (_, step) => (closes[row - step] ?? NaN) / (closes[row - step - back] ?? NaN) - 1),
  );
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / count;
  const [x, y] = [mean(left), mean(right)];
  const moment = (a: readonly number[], b: readonly number[], [m, n]: readonly [number, number]): number =>
    a.reduce((sum, value, index) => sum + (value - m) * ((b[index] ?? NaN) - n), 0);
  return (moment(left, right, [x, y]) / Math.sqrt(moment(left, left, [x, x]) * moment(right, right, [y, y]))) * 10_000;
}

describe("the returns that correlations are of", () => {
  it("span 30 days on bars of every length, an hour each where bars are no longer", () => {
    const spans = timeframeNames().map((name) => {
      const { returns, barsEach } = correlationSpanOf(TIMEFRAMES[name]);
      return [name, returns, barsEach];
    });
    expect(spans).toEqual([
      ["1m", 43_200, 60],
      ["5m", 8_640, 12],
      ["15m", 2_880, 4],
      ["1h", 720, 1],
      ["4h", 180, 1],
      ["1d", 30, 1],
    ]);
  });
});

describe.each(["15m", "1h", "4h", "1d"] as const)("correlations on bars of %s", (name) => {
  const timeframeMs = TIMEFRAMES[name];
  const warmUp = warmUpBarsOf(correlationSpanOf(timeframeMs));
  const rows = warmUp + 60;
  const { spec, firstMs, series } = marketOf(timeframeMs, rows);
  const batch = panelColumns(spec, firstMs, series);
  const triangleAt = (row: number): readonly number[] => [...(batch.correlationsBps?.slice(row * PAIRS, (row + 1) * PAIRS) ?? [])];

  it("are Pearson's of 30 days of returns for every pair", () => {
    const closes = series.map(carried);
    const pairs = [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const;
    for (const row of [warmUp + 5, warmUp + 17, rows - 1])
      pairs.forEach(([left, right], pair) => {
        const expected = pearsonBps([closes[left] ?? [], closes[right] ?? []], row, timeframeMs);
        expect(Math.abs((triangleAt(row)[pair] ?? NaN) - expected), `row ${row}`).toBeLessThan(0.51);
      });
    expect(triangleAt(rows - 1)[2]).toBeGreaterThan(4_000);
  });

  it("are known from the warm-up's bar on, and not before", () => {
    expect(triangleAt(warmUp - 1)).toEqual([CORRELATION_UNDEFINED, CORRELATION_UNDEFINED, CORRELATION_UNDEFINED]);
    expect(triangleAt(warmUp)[0]).not.toBe(CORRELATION_UNDEFINED);
    // The one that is listed later waits as much longer.
    expect(triangleAt(warmUp + 4)[1]).toBe(CORRELATION_UNDEFINED);
  });

  it("are the same row by row, in tiles of any size and resumed, to the last bit", () => {
    const pushed = (panel: FeaturePanel, range: { readonly from: number; readonly to: number }): readonly (readonly number[])[] =>
      Array.from({ length: range.to - range.from }, (_, step) => {
        const openMs = firstMs + (range.from + step) * timeframeMs;
        return [...(panel.push(openMs, barsOfRow(series, range.from + step, openMs)).correlationsBps ?? [])];
      });
    const inBatch = (range: { readonly from: number; readonly to: number }): readonly (readonly number[])[] =>
      Array.from({ length: range.to - range.from }, (_, step) => triangleAt(range.from + step));
    const panel = new FeaturePanel(spec);
    const cut = warmUp + 7;
    expect(pushed(panel, { from: 0, to: cut })).toEqual(inBatch({ from: 0, to: cut }));
    const resumed = FeaturePanel.resume({ ...spec, tileRows: 7 }, panel.encodeState());
    expect(pushed(resumed, { from: cut, to: rows })).toEqual(inBatch({ from: cut, to: rows }));
    expect(panelColumns({ ...spec, tileRows: 13 }, firstMs, series).correlationsBps).toEqual(batch.correlationsBps);
  });

  it("depend on their window alone: a history that begins later gives the same bits", () => {
    const from = 9;
    const later = series.map((bars) => ({ ...bars, present: bars.present.slice().fill(0, 0, from) }));
    const short = panelColumns(spec, firstMs, later).correlationsBps;
    // A later beginning may fall into a hole, and is then later still.
    for (let row = from + warmUp + 8; row < rows; row += 1)
      expect([...(short?.slice(row * PAIRS, (row + 1) * PAIRS) ?? [])]).toEqual(triangleAt(row));
  });

  it("see nothing that comes after their close", () => {
    const row = warmUp + 6;
    const cut = series.map((bars) => ({ ...bars, present: bars.present.slice().fill(0, row + 1) }));
    const known = panelColumns(spec, firstMs, cut).correlationsBps;
    expect([...(known?.slice(row * PAIRS, (row + 1) * PAIRS) ?? [])]).toEqual(triangleAt(row));
  });
});
