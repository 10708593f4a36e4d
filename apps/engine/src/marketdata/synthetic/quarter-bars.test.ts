import type { Bar } from "@ballast/core/market/bar";
import { barAt } from "@ballast/core/market/columns";
import { faultOfBar } from "@ballast/core/market/validation";
import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../ports/sha256.ts";
import { SYNTHETIC_COINS } from "./coins.ts";
import { quartersOf } from "./quarter-bars.ts";
import { SyntheticMarket } from "./synthetic-market.ts";

const FROM_MS = Date.UTC(2025, 2, 1);
const HOURS = 240;
const SOURCE = { sha256, seed: "test" };
const market = new SyntheticMarket(SOURCE);

function hoursOf(symbol: string): readonly Bar[] {
  const columns = market.columns(symbol, { fromMs: FROM_MS, toMs: FROM_MS + (HOURS / 24) * DAY_MS });
  return Array.from({ length: HOURS }, (_, row) => barAt(columns, row));
}

describe("quarters of a synthetic hour", () => {
  test.each(SYNTHETIC_COINS)("of $symbol are four sane bars that add up to it", ({ symbol, priceDecimals }) => {
    for (const hour of hoursOf(symbol)) {
      const quarters = quartersOf(SOURCE, { symbol, priceDecimals, hour });
      expect(quarters.map(({ tsMs }) => tsMs - hour.tsMs)).toEqual([0, 1, 2, 3].map((quarter) => (quarter * HOUR_MS) / 4));
      expect([quarters[0]?.open, quarters[3]?.close]).toEqual([hour.open, hour.close]);
      expect(Math.max(...quarters.map(({ high }) => high))).toBe(hour.high);
      expect(Math.min(...quarters.map(({ low }) => low))).toBe(hour.low);
      expect(quarters.reduce((sum, { volume }) => sum + Math.round(volume * 1e6), 0)).toBe(Math.round(hour.volume * 1e6));
      for (const [index, bar] of quarters.entries()) {
        expect(faultOfBar(bar, HOUR_MS / 4)).toBeUndefined();
        if (index > 0) expect(bar.open).toBe(quarters[index - 1]?.close);
        for (const price of [bar.open, bar.high, bar.low, bar.close]) expect(Number(price.toFixed(priceDecimals))).toBe(price);
      }
    }
  });

  test("are the same each time, and others for another seed", () => {
    const [hour] = hoursOf("BTC/USD");
    if (hour === undefined) throw new Error("no hour");
    const of = { symbol: "BTC/USD", priceDecimals: 1, hour };
    expect(quartersOf(SOURCE, of)).toEqual(quartersOf(SOURCE, of));
    expect(quartersOf({ ...SOURCE, seed: "other" }, of)).not.toEqual(quartersOf(SOURCE, of));
  });
});
