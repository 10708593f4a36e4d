import { coinInstrument, syntheticBars } from "@ballast/core/decision/walk-fixture";
import { columnsOfBars } from "@ballast/core/market/columns";
import { BALANCED_PROFILE, REFERENCE_PROFILE } from "@ballast/core/risk/profile-presets";
import { strategySettingsSchema, type StrategySettings } from "@ballast/core/strategy/settings";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../ports/sha256.ts";
import type { BacktestMarket, BacktestTerms } from "./backtest-terms.ts";
import { biasOf } from "./bias.ts";

const START_MS = Date.UTC(2024, 0, 1);

/** Coins whose hours drift up, so that a governed strategy finds something to do. */
function marketOf(coins: readonly string[], rows: number): BacktestMarket {
  const instruments = coins.map(coinInstrument);
  const bars = instruments.map(({ symbol }) => {
    const made = syntheticBars(sha256, { name: symbol, length: rows, startMs: START_MS, volatility: 0.006, drift: 0.0004 });
    return [symbol, columnsOfBars(made)] as const;
  });
  return { timeframeMs: HOUR_MS, instruments, bars: new Map(bars) };
}

const termsOf = (settings: StrategySettings, own: Partial<BacktestTerms>): BacktestTerms => ({
  ...{ settings, profile: REFERENCE_PROFILE, baseCurrency: "USD", startingUnits: 1_000_000_000_000n, feeBps: 10, slippageBps: 0 },
  ...{ fillModel: undefined, seed: "bias", fromMs: undefined, toMs: undefined, barsLate: 0 },
  ...own,
});

const crossover = strategySettingsSchema.parse({
  ...{ kind: "ema-atr", fast: 5, slow: 13, atr: 7, atrMult: 1.5, timeframeMs: HOUR_MS, instruments: ["BTC/USD"] },
});

describe("the bias of what is walked", () => {
  test("is none for the reference strategy, which begins at its period", () => {
    const { lookAhead, warmUp } = biasOf(sha256, marketOf(["BTC"], 1_200), termsOf(crossover, {}));
    expect(lookAhead).toMatchObject({ verdict: "OK", leak: null });
    expect(lookAhead.cuts).toBeGreaterThan(50);
    expect(lookAhead.compared).toBeGreaterThan(2_000);
    expect(warmUp).toMatchObject({ verdict: "OK", settledBars: 0 });
    expect(warmUp.tries.map(({ bars }) => bars)).toEqual([0, 24, 100, 250, 500]);
  });

  test("is none for a governed strategy on several coins, which says how much history it needs", { timeout: 120_000 }, () => {
    const governed = strategySettingsSchema.parse({ kind: "governed", timeframeMs: HOUR_MS, instruments: ["BTC/USD", "ETH/USD"] });
    const terms = termsOf(governed, { profile: BALANCED_PROFILE, slippageBps: 5, fromMs: START_MS + 1_600 * HOUR_MS });
    const { lookAhead, warmUp } = biasOf(sha256, marketOf(["BTC", "ETH"], 2_600), terms);
    expect(lookAhead).toMatchObject({ verdict: "OK", leak: null });
    expect(lookAhead.compared).toBeGreaterThan(8);
    // Without a month before the period it knows too little to trade as it would have.
    expect(warmUp.tries[0]?.difference).not.toBeNull();
  });
});
