import { profitsByInstrument } from "@ballast/core/backtest/instrument-table";
import { makeReport } from "@ballast/core/backtest/report";
import { coinInstrument, syntheticBars } from "@ballast/core/decision/walk-fixture";
import { columnsOfBars } from "@ballast/core/market/columns";
import { BALANCED_PROFILE } from "@ballast/core/risk/profile-presets";
import { strategySettingsSchema } from "@ballast/core/strategy/settings";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../ports/sha256.ts";
import type { BacktestMarket, BacktestTerms } from "./backtest-terms.ts";
import { runBacktest } from "./run-backtest.ts";

const START_MS = Date.UTC(2024, 0, 1);
const COINS = ["BTC", "ETH", "SOL"];

function marketOf(rows: number): BacktestMarket {
  const instruments = COINS.map(coinInstrument);
  const bars = instruments.map(({ symbol }) => {
    const made = syntheticBars(sha256, { name: symbol, length: rows, startMs: START_MS, volatility: 0.006, drift: 0.0004 });
    return [symbol, columnsOfBars(made)] as const;
  });
  return { timeframeMs: HOUR_MS, instruments, bars: new Map(bars) };
}

describe("the profits of a governed backtest", () => {
  test("add up over its instruments to what the account earned, to the unit", { timeout: 60_000 }, () => {
    const settings = strategySettingsSchema.parse({
      kind: "governed",
      timeframeMs: HOUR_MS,
      instruments: COINS.map((coin) => `${coin}/USD`),
    });
    const terms: BacktestTerms = {
      ...{ settings, profile: BALANCED_PROFILE, baseCurrency: "USD", startingUnits: 1_000_000_000_000n, feeBps: 26, slippageBps: 5 },
      ...{ fillModel: undefined, seed: "profits", fromMs: undefined, toMs: undefined, barsLate: 0 },
    };
    const { input } = runBacktest(sha256, marketOf(2_000), terms);
    const rows = profitsByInstrument(input.trades, input.holdings);
    expect(rows.length).toBe(COINS.length);
    expect(input.trades.length).toBeGreaterThan(20);
    const earned = rows.reduce((sum, { closedUnits, openUnits }) => sum + closedUnits + openUnits, 0n);
    expect(earned).toBe(input.finalUnits - input.startUnits);
    // What the prices slipped by and the fees are all that the fills cost beside their references.
    const { costs, instruments } = makeReport({ ...input, regimes: [], trialSharpes: undefined });
    expect(costs.slippage).toBeGreaterThan(0);
    expect(instruments.reduce((sum, row) => sum + (row.costs?.fees ?? 0), 0)).toBeCloseTo(costs.fees, 7);
  });
});
