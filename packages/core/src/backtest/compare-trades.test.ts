import { describe, expect, test } from "vitest";
import { areTradesSame, compareTrades, type Trade } from "./compare-trades.ts";

const HOUR_MS = 3_600_000;
const trade = (over: Partial<Trade> = {}): Trade => ({
  atMs: 10 * HOUR_MS,
  symbol: "BTC/USD",
  side: "buy",
  quantity: 100n,
  priceUnits: 50_000n,
  feeUnits: 13n,
  why: "entry",
  ...over,
});

const compared = (actual: readonly Trade[], expected: readonly Trade[]): ReturnType<typeof compareTrades> =>
  compareTrades({ actual, expected, apartMsMax: HOUR_MS });

describe("trades of two runs", () => {
  test("the same trades are the same, in whatever order they are given", () => {
    const trades = [trade(), trade({ side: "sell", why: "stop", atMs: 12 * HOUR_MS }), trade({ symbol: "ETH/USD" })];
    const comparison = compared(trades, [...trades].reverse());
    expect(comparison.counts).toEqual({ same: 3, differs: 0, missing: 0, extra: 0 });
    expect(areTradesSame(comparison)).toBe(true);
    expect(compared([], []).matches).toEqual([]);
  });

  test.each([
    [{ priceUnits: 50_001n }, ["price"]],
    [{ quantity: 99n }, ["size"]],
    [{ atMs: 11 * HOUR_MS }, ["time"]],
    [{ feeUnits: 12n }, ["fee"]],
    [{ why: "kill" }, ["cause"]],
    [{ priceUnits: 1n, quantity: 1n }, ["price", "size"]],
  ] as const)("names in what a trade differs: %o", (over, differs) => {
    const comparison = compared([trade(over)], [trade()]);
    expect(comparison.matches).toEqual([{ verdict: "differs", actual: trade(over), expected: trade(), differs }]);
    expect(areTradesSame(comparison)).toBe(false);
  });

  test("what only one run has is missing or extra, in the order of time", () => {
    const [early, late] = [trade({ atMs: HOUR_MS }), trade({ atMs: 50 * HOUR_MS })];
    const comparison = compared([trade(), late], [early, trade()]);
    expect(comparison.matches.map(({ verdict }) => verdict)).toEqual(["missing", "same", "extra"]);
    expect(comparison.counts).toEqual({ same: 1, differs: 0, missing: 1, extra: 1 });
    expect(areTradesSame(comparison)).toBe(false);
  });

  test("fills too far apart are two trades, not one at another time", () => {
    expect(compared([trade({ atMs: 11 * HOUR_MS + 1 })], [trade()]).counts).toMatchObject({ differs: 0, missing: 1, extra: 1 });
  });

  test("of several fills of one moment each finds the one that is like it", () => {
    const parts = [trade({ quantity: 1n }), trade({ quantity: 2n }), trade({ quantity: 3n })];
    expect(compared([...parts].reverse(), parts).counts).toMatchObject({ same: 3, differs: 0 });
    expect(
      compared(parts.slice(1), parts)
        .matches.map(({ verdict }) => verdict)
        .sort(),
    ).toEqual(["missing", "same", "same"]);
    expect(
      compared(parts, parts.slice(2))
        .matches.map(({ verdict }) => verdict)
        .sort(),
    ).toEqual(["extra", "extra", "same"]);
  });

  test("a buy is never compared with a sale, nor one instrument with another", () => {
    expect(compared([trade({ side: "sell" })], [trade()]).counts).toMatchObject({ missing: 1, extra: 1 });
    expect(compared([trade({ symbol: "ETH/USD" })], [trade()]).counts).toMatchObject({ missing: 1, extra: 1 });
  });
});
