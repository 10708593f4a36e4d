import { createHash } from "node:crypto";
import { emaColumn } from "@ballast/core/indicators/ema";
import { encodeChunk } from "@ballast/core/market/chunk";
import { barAt } from "@ballast/core/market/columns";
import { faultOfBar } from "@ballast/core/market/validation";
import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../ports/sha256.ts";
import { DECIMALS_MAX, faultOfDouble } from "../import/decimal.ts";
import { BLOCK_MS } from "./block.ts";
import { SYNTHETIC_COINS, syntheticSymbols } from "./coins.ts";
import { MARKET_REGIMES } from "./regimes.ts";
import { SyntheticMarket } from "./synthetic-market.ts";

const YEAR = { fromMs: Date.UTC(2024, 0, 1), toMs: Date.UTC(2025, 0, 1) };
const marketOf = (seed: string): SyntheticMarket => new SyntheticMarket({ sha256, seed });

const market = marketOf("test");
const year = new Map(syntheticSymbols().map((symbol) => [symbol, market.columns(symbol, YEAR)] as const));
const columnsOf = (symbol: string) => year.get(symbol) ?? market.columns(symbol, YEAR);

function correlation(left: readonly number[], right: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [leftMean, rightMean] = [mean(left), mean(right)];
  const covariance = mean(left.map((value, index) => (value - leftMean) * ((right[index] ?? 0) - rightMean)));
  return covariance / Math.sqrt(mean(left.map((value) => (value - leftMean) ** 2)) * mean(right.map((value) => (value - rightMean) ** 2)));
}

const returnsOf = (symbol: string): number[] =>
  [...columnsOf(symbol).close].map((close, index, all) => (index === 0 ? 0 : Math.log(close / (all[index - 1] ?? close))));

describe("SyntheticMarket", () => {
  test("gives the same bytes for the same seed, and others for another", () => {
    const month = { fromMs: Date.UTC(2024, 4, 1), toMs: Date.UTC(2024, 5, 1) };
    const bytesOf = (seed: string): string =>
      createHash("sha256")
        .update(encodeChunk({ monthMs: month.fromMs, columns: marketOf(seed).columns("ETH/USD", month) }))
        .digest("hex");
    expect(bytesOf("test")).toBe(bytesOf("test"));
    expect(bytesOf("test")).not.toBe(bytesOf("other"));
    // Pinned: another machine or another release must make the very same market.
    expect(bytesOf("test")).toMatchInlineSnapshot(`"655e29e6f8e16e592ae39d05b21873c848ee94a1fff08f9202128469fd06fa1f"`);
  });

  test("gives a bar the same values whatever was asked before", () => {
    const day = { fromMs: YEAR.fromMs + 100 * DAY_MS, toMs: YEAR.fromMs + 101 * DAY_MS };
    const at = (day.fromMs - YEAR.fromMs) / HOUR_MS;
    expect(marketOf("test").columns("SOL/USD", day).close).toEqual(columnsOf("SOL/USD").close.slice(at, at + 24));
  });

  test.each(SYNTHETIC_COINS)("$symbol has a sane bar every hour, on its tick", (coin) => {
    const columns = columnsOf(coin.symbol);
    expect(columns.tsMs).toHaveLength((YEAR.toMs - YEAR.fromMs) / HOUR_MS);
    for (let row = 0; row < columns.tsMs.length; row += 1) {
      const bar = barAt(columns, row);
      expect(faultOfBar(bar, HOUR_MS)).toBeUndefined();
      expect([bar.open, bar.high, bar.low, bar.close, bar.volume].map((value) => faultOfDouble(value, DECIMALS_MAX))).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect(Number(bar.close.toFixed(coin.priceDecimals))).toBe(bar.close);
    }
  });

  test("opens near the last close, across the seam of two blocks too", () => {
    const seamMs = Math.ceil(YEAR.fromMs / BLOCK_MS) * BLOCK_MS;
    for (const symbol of syntheticSymbols()) {
      const { close, open, tsMs } = columnsOf(symbol);
      const seam = (seamMs - (tsMs[0] ?? 0)) / HOUR_MS;
      expect(Math.abs((open[seam] ?? 0) / (close[seam - 1] ?? 1) - 1)).toBeLessThan(0.01);
    }
  });

  test("moves its coins together, and none alike", () => {
    const btc = returnsOf("BTC/USD");
    for (const symbol of syntheticSymbols().filter((other) => other !== "BTC/USD")) {
      const value = correlation(btc, returnsOf(symbol));
      expect(value).toBeGreaterThan(0.4);
      expect(value).toBeLessThan(0.95);
    }
  });

  test("gives the reference strategy something to do: EMA 20 and 50 cross every few days", () => {
    for (const symbol of syntheticSymbols()) {
      const { close } = columnsOf(symbol);
      const [fast, slow] = [emaColumn(close, 20), emaColumn(close, 50)];
      let crosses = 0;
      for (let row = 50; row < close.length; row += 1)
        if (Math.sign((fast[row] ?? 0) - (slow[row] ?? 0)) !== Math.sign((fast[row - 1] ?? 0) - (slow[row - 1] ?? 0))) crosses += 1;
      expect(crosses).toBeGreaterThan(50);
      expect(crosses).toBeLessThan(400);
    }
  });

  test("has every mood within a few years and stays in a plausible range for a century", () => {
    const moods = new Set<string>();
    for (let day = 0; day < 1_000; day += 1) moods.add(market.regimeAt(YEAR.fromMs + day * DAY_MS));
    expect([...moods].sort()).toEqual([...MARKET_REGIMES].sort());
    for (let decade = 0; decade < 10; decade += 1) {
      const fromMs = YEAR.fromMs + decade * 10 * 365 * DAY_MS;
      const [price] = market.columns("BTC/USD", { fromMs, toMs: fromMs + HOUR_MS }).close;
      expect(price).toBeGreaterThan(61_000 / 6);
      expect(price).toBeLessThan(61_000 * 6);
    }
  });
});
