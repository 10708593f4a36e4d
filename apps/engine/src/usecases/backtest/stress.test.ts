import { coinInstrument, syntheticBars } from "@ballast/core/decision/walk-fixture";
import { columnsOfBars } from "@ballast/core/market/columns";
import type { BarColumns } from "@ballast/core/market/bar";
import { BALANCED_PROFILE, REFERENCE_PROFILE } from "@ballast/core/risk/profile-presets";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { strategySettingsSchema, type StrategySettings } from "@ballast/core/strategy/settings";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../ports/sha256.ts";
import type { BacktestMarket, BacktestTerms } from "./backtest-terms.ts";
import { stressOf } from "./stress.ts";

const START_MS = Date.UTC(2024, 0, 1);
const COINS = ["BTC", "ETH"].map(coinInstrument);
const CROSSOVER = { kind: "ema-atr", fast: 5, slow: 13, atr: 7, atrMult: 1.5, timeframeMs: HOUR_MS };

/** Hours without a hole, so that a bar late is an hour late. */
function wholeBars(name: string, rows: number): BarColumns {
  const made = syntheticBars(sha256, { name, length: rows, startMs: START_MS, volatility: 0.006, drift: 0.0004 });
  return columnsOfBars(made.map((bar, row) => ({ ...bar, tsMs: START_MS + row * HOUR_MS })));
}

const marketOf = (rows: number, coins = COINS): BacktestMarket => ({
  timeframeMs: HOUR_MS,
  instruments: coins,
  bars: new Map(coins.map(({ symbol }) => [symbol, wholeBars(symbol, rows)])),
});

const termsOf = (settings: StrategySettings, profile: RiskProfile): BacktestTerms => ({
  ...{ settings, profile, baseCurrency: "USD", startingUnits: 1_000_000_000_000n, feeBps: 10, slippageBps: 5 },
  ...{ fillModel: undefined, seed: "stress", fromMs: undefined, toMs: undefined, barsLate: 0 },
});

const settingsOf = (written: object): StrategySettings => strategySettingsSchema.parse(written);
const ONE = settingsOf({ ...CROSSOVER, instruments: ["BTC/USD"] });
const TWO = settingsOf({ ...CROSSOVER, instruments: ["BTC/USD", "ETH/USD"] });
const GOVERNED = settingsOf({ kind: "governed", timeframeMs: HOUR_MS, instruments: ["BTC/USD", "ETH/USD"] });

describe("the stress of a strategy", () => {
  test.each<[string, StrategySettings, RiskProfile, number]>([
    ["of the crossover on one instrument", ONE, REFERENCE_PROFILE, 600],
    ["of the crossover on several", TWO, REFERENCE_PROFILE, 600],
    ["of the crossover under every check", TWO, BALANCED_PROFILE, 1_600],
    ["of the governed strategies", GOVERNED, BALANCED_PROFILE, 2_400],
  ])("is told in all its cases, a bar late among them: %s", { timeout: 60_000 }, (_, settings, profile, rows) => {
    const market = marketOf(rows, COINS.slice(0, settings.instruments.length));
    const cases = stressOf(sha256, market, termsOf(settings, profile));
    expect(cases.map(({ name }) => name)).toEqual(["as modelled", "fees x2", "slippage x3", "one bar late", "all of it"]);
    const equityOf = (name: string): number => cases.find((each) => each.name === name)?.summary.finalEquity ?? NaN;
    expect(cases[0]?.summary.trades).toBeGreaterThan(0);
    expect(equityOf("one bar late")).not.toBe(equityOf("as modelled"));
    expect(equityOf("fees x2")).toBeLessThan(equityOf("as modelled"));
  });
});
