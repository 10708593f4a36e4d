import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ClosedTrade } from "./closed-trade.ts";
import { tradeReturn } from "./closed-trade.ts";
import { profitsByInstrument } from "./instrument-table.ts";
import { returnDistribution } from "./return-distribution.ts";
import { tradeStatistics } from "./trade-statistics.ts";

const SCALE = 2;

/** A trade that cost 100.00 and earned some cents, an hour long. */
function tradeOf(netCents: number, of: Partial<ClosedTrade> = {}): ClosedTrade {
  return {
    ...{ symbol: "BTC/USD", quantity: 1n, costUnits: 10_000n, proceedsUnits: 10_000n + BigInt(netCents) },
    ...{ entryMs: 0, entryPriceUnits: 1n, exitMs: 3_600_000, exitPriceUnits: 1n, why: "cross", reason: "CROSS_DOWN" },
    ...of,
  };
}

describe("statistics of trades", () => {
  it("are those of a set worked by hand", () => {
    // +3, +1, −2, 0, +2, −1: sum +3, profit 6, loss −3.
    const trades = [300, 100, -200, 0, 200, -100].map((net) => tradeOf(net));
    expect(tradeStatistics(trades, SCALE)).toEqual({
      ...{ trades: 6, wins: 3, losses: 2, winRate: 0.5, net: 3, grossProfit: 6, grossLoss: -3, profitFactor: 2, expectancy: 0.5 },
      ...{ averageWin: 2, averageLoss: -1.5, payoff: 2 / 1.5, best: 3, worst: -2, meanHoldMs: 3_600_000 },
      ...{ longestWinStreak: 2, longestLossStreak: 1 },
    });
  });

  it("are null, not 0, where there is nothing to divide by", () => {
    const none = tradeStatistics([], SCALE);
    for (const name of [
      "winRate",
      "profitFactor",
      "expectancy",
      "averageWin",
      "averageLoss",
      "payoff",
      "best",
      "worst",
      "meanHoldMs",
    ] as const)
      expect(none[name]).toBeNull();
    expect(tradeStatistics([tradeOf(5)], SCALE)).toMatchObject({ profitFactor: null, averageLoss: null, payoff: null, winRate: 1 });
    expect(tradeStatistics([tradeOf(-5)], SCALE)).toMatchObject({ profitFactor: 0, averageWin: null, payoff: null, winRate: 0 });
    expect(tradeReturn(tradeOf(0, { costUnits: 0n }), SCALE)).toBeNull();
  });

  it("add up over any parting of the trades to the unit", () => {
    const trade = fc.record({
      symbol: fc.constantFrom("BTC/USD", "ETH/USD", "SOL/USD"),
      costUnits: fc.bigInt({ min: 1n, max: 10n ** 24n }),
      proceedsUnits: fc.bigInt({ min: 0n, max: 10n ** 24n }),
    });
    fc.assert(
      fc.property(fc.array(trade, { maxLength: 30 }), fc.array(trade, { maxLength: 3 }), (closed, open) => {
        const trades = closed.map((terms) => tradeOf(0, terms));
        const holdings = open.map(({ symbol, costUnits, proceedsUnits }) => ({ symbol, costUnits, valueUnits: proceedsUnits }));
        const total = [...closed, ...open].reduce((sum, { costUnits, proceedsUnits }) => sum + proceedsUnits - costUnits, 0n);
        const rows = profitsByInstrument(trades, holdings);
        expect(rows.reduce((sum, { closedUnits, openUnits }) => sum + closedUnits + openUnits, 0n)).toBe(total);
        expect(rows.map(({ symbol }) => symbol)).toEqual([...new Set([...closed, ...open].map(({ symbol }) => symbol))].sort());
      }),
    );
  });
});

describe("the distribution of returns", () => {
  it("counts even bins from a multiple of their width, empty ones too", () => {
    const bins = returnDistribution([-0.0012, -0.001, 0, 0.0004, 0.0005, 0.0019]);
    expect(bins.map(({ trades }) => trades)).toEqual([1, 1, 0, 2, 1, 0, 1]);
    expect(bins[0]).toEqual({ from: -0.0015, to: -0.001, trades: 1 });
    expect(bins.at(-1)).toEqual({ from: 0.0015, to: 0.002, trades: 1 });
    expect(returnDistribution([])).toEqual([]);
  });

  it("loses no trade, needs at most 40 bins and parts them without a gap", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 100, noNaN: true }), { minLength: 1, maxLength: 50 }), (returns) => {
        const bins = returnDistribution(returns);
        expect(bins.reduce((sum, { trades }) => sum + trades, 0)).toBe(returns.length);
        expect(bins.length).toBeLessThanOrEqual(40);
        for (let place = 1; place < bins.length; place += 1) expect(bins[place]?.from).toBe(bins[place - 1]?.to);
      }),
    );
  });
});
