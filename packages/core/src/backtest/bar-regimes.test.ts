import { describe, expect, it } from "vitest";
import { madeUpMarket } from "../features/panel-fixture.ts";
import { GOVERNED_FEATURE_NAMES, GOVERNED_MARKET_FEATURE_NAMES } from "../features/governed-features.ts";
import type { Bar, BarColumns } from "../market/bar.ts";
import { columnsBetween, columnsOfBars } from "../market/columns.ts";
import { REGIMES } from "../regime/regime.ts";
import { LineageLine } from "../regime/lineage-line.ts";
import { HOUR_MS, MINUTE_MS } from "../time/timeframe.ts";
import { regimesOfBars } from "./bar-regimes.ts";
import { regimeAt } from "./regime-table.ts";

const ORIGIN_MS = Date.UTC(2024, 0, 1);
const ROWS = 2_400;
const [ALIGNED] = madeUpMarket({ seed: 11, instruments: 1, rows: ROWS, missingPercent: 2 });
if (ALIGNED === undefined) throw new Error("no market was made up");
// Fourth roots of its prices move a quarter as much: about half of a year's price, as coins do.
for (const name of ["open", "high", "low", "close"] as const)
  ALIGNED[name].forEach((price, row) => (ALIGNED[name][row] = Math.sqrt(Math.sqrt(price))));

const HOURS: BarColumns = columnsOfBars(
  Array.from({ length: ROWS }, (_, row) => row)
    .filter((row) => ALIGNED.present[row] === 1)
    .map((row): Bar => {
      const [open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = [
        ...[ALIGNED.open[row], ALIGNED.high[row], ALIGNED.low[row], ALIGNED.close[row], ALIGNED.volume[row]],
      ];
      return { tsMs: ORIGIN_MS + row * HOUR_MS, open, high, low, close, volume };
    }),
);

describe("regimes of bars", () => {
  it("are those that a lineage of the same bars seals", () => {
    const line = new LineageLine({
      ...{ lineageId: "test", isSynthetic: true, timeframeMs: HOUR_MS, originMs: ORIGIN_MS, universe: ["BTC/USD"] },
      ...{ featureNames: GOVERNED_FEATURE_NAMES, marketFeatureNames: GOVERNED_MARKET_FEATURE_NAMES },
    });
    const changes = regimesOfBars(HOURS, HOUR_MS);
    expect(changes.length).toBeGreaterThan(3);
    const place = GOVERNED_MARKET_FEATURE_NAMES.indexOf("regime");
    let [seen, row] = [0, -1];
    for (const close of line.closes(ORIGIN_MS, [ALIGNED], { from: 0, to: ROWS })) {
      row += 1;
      const index = close.market?.values[place];
      if (index === undefined || ALIGNED.present[row] !== 1) continue;
      seen += 1;
      expect(regimeAt(changes, close.closeMs)).toBe(REGIMES[index]);
    }
    expect(seen).toBeGreaterThan(1_000);
  });

  it("know nothing of later bars", () => {
    const untilMs = ORIGIN_MS + 1_500 * HOUR_MS;
    const cut = regimesOfBars(columnsBetween(HOURS, { fromMs: 0, toMs: untilMs }), HOUR_MS);
    expect(cut).toEqual(regimesOfBars(HOURS, HOUR_MS).filter(({ fromMs }) => fromMs <= untilMs));
    expect(cut.length).toBeGreaterThan(0);
  });

  it("are the same of quarters of an hour, which are rolled up", () => {
    const quarters = columnsOfBars(
      Array.from(HOURS.tsMs).flatMap((tsMs, index) => {
        const [open = NaN, high = NaN, low = NaN, close = NaN] = [
          HOURS.open[index],
          HOURS.high[index],
          HOURS.low[index],
          HOURS.close[index],
        ];
        const middle = { tsMs: tsMs + 15 * MINUTE_MS, open, high, low, close: open, volume: 1 };
        return [
          { tsMs, open, high: open, low: open, close: open, volume: 1 },
          middle,
          { tsMs: tsMs + 45 * MINUTE_MS, open, high: Math.max(open, close), low: Math.min(open, close), close, volume: 1 },
        ];
      }),
    );
    expect(regimesOfBars(quarters, 15 * MINUTE_MS)).toEqual(regimesOfBars(HOURS, HOUR_MS));
  });

  it("are not known of longer bars, nor without bars", () => {
    expect(regimesOfBars(HOURS, 4 * HOUR_MS)).toEqual([]);
    expect(regimesOfBars(columnsOfBars([]), HOUR_MS)).toEqual([]);
  });
});
