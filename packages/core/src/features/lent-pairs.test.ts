import { describe, expect, it } from "vitest";
import { CORRELATION_UNDEFINED } from "../market/snapshot.ts";
import { pairIndex } from "../market/snapshot-lookup.ts";
import { DAY_MS, HOUR_MS } from "../time/timeframe.ts";
import { FeaturePanel, type PanelTile } from "./feature-panel.ts";
import { madeUpMarket } from "./panel-fixture.ts";
import type { PanelSpec } from "./panel-spec.ts";

const UNIVERSE = ["ADA/USD", "BTC/USD", "ETH/USD", "SOL/USD", "XRP/USD"];
const PAIRS = (UNIVERSE.length * (UNIVERSE.length - 1)) / 2;

type Wish = { readonly timeframeMs: number; readonly tileRows: number; readonly rows: number };

function* tilesOf({ timeframeMs, tileRows, rows }: Wish, correlations: PanelSpec["correlations"]): Generator<PanelTile, undefined> {
  const panel = new FeaturePanel({
    timeframeMs,
    universe: UNIVERSE,
    featureNames: [],
    marketFeatureNames: ["breadth:1"],
    tileRows,
    correlations,
  });
  // Begins within a block, holds a hole in every tenth row and one instrument that is listed late.
  const firstOpenMs = Date.UTC(2024, 0, 3) - (Date.UTC(2024, 0, 3) % timeframeMs) + 5 * timeframeMs;
  const listedFrom = (instrument: number): number => (instrument === 2 ? 100 : 0);
  const series = madeUpMarket({ seed: 5, instruments: UNIVERSE.length, rows, missingPercent: 10, quietPercent: 5, listedFrom });
  for (let from = 0; from < rows; from += tileRows)
    yield panel.advance(firstOpenMs + from * timeframeMs, series, { from, to: Math.min(rows, from + tileRows) });
}

describe("correlations of pairs for who asks", () => {
  it.each<Wish>([
    { timeframeMs: HOUR_MS, tileRows: 512, rows: 1_700 },
    { timeframeMs: HOUR_MS, tileRows: 7, rows: 900 },
    { timeframeMs: HOUR_MS / 4, tileRows: 100, rows: 3_100 },
    { timeframeMs: 4 * HOUR_MS, tileRows: 64, rows: 500 },
    { timeframeMs: DAY_MS, tileRows: 16, rows: 150 },
  ])("are those of the triangle, to the last one ($timeframeMs ms, $tileRows rows at once)", (wish) => {
    const triangles = tilesOf(wish, undefined);
    let known = 0;
    for (const { pairs, rows } of tilesOf(wish, "pairs")) {
      const { correlationsBps } = triangles.next().value ?? {};
      for (let row = 0; row < rows; row += 1) {
        const asked = pairs?.at(row);
        for (let low = 0; low < UNIVERSE.length; low += 1) {
          for (let high = low + 1; high < UNIVERSE.length; high += 1) {
            const bps = correlationsBps?.[row * PAIRS + pairIndex(low, high, UNIVERSE.length)];
            if (asked?.at(low, high) !== bps) expect([row, low, high, asked?.at(low, high)]).toEqual([row, low, high, bps]);
            if (bps !== CORRELATION_UNDEFINED) known += 1;
          }
        }
      }
    }
    expect(known).toBeGreaterThan(100);
  });

  it("are told that their tile was given back, and are of tiles alone", () => {
    const tiles = tilesOf({ timeframeMs: HOUR_MS, tileRows: 100, rows: 300 }, "pairs");
    const { pairs } = tiles.next().value ?? {};
    expect(pairs?.at(0).at(0, 1)).toBe(CORRELATION_UNDEFINED);
    tiles.next();
    expect(() => pairs?.at(0).at(0, 1)).toThrow("given back");
    const spec = {
      timeframeMs: HOUR_MS,
      universe: UNIVERSE,
      featureNames: [],
      marketFeatureNames: ["breadth:1"],
      correlations: "pairs",
    } as const;
    expect(() =>
      new FeaturePanel(spec).push(
        0,
        UNIVERSE.map(() => undefined),
      ),
    ).toThrow("pairs are lent");
  });
});
