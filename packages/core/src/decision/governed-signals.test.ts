import { describe, expect, it } from "vitest";
import { BY_RULES, type Prediction, type Predictions } from "../campaign/predictions.ts";
import type { Snapshot } from "../market/snapshot.ts";
import { REGIME_VALUE_NAMES, REGIMES, type Regime } from "../regime/regime.ts";
import { BREADTH, READ_FEATURES, type Reading } from "../strategy/governed/reading.ts";
import { QUIET_READING } from "../strategy/governed/reading-fixture.ts";
import { defaultGovernedSettings } from "../strategy/settings.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { governedSignals } from "./governed-signals.ts";

/** 13:00 UTC, no hour of the allocator. */
const CLOSE_MS = 1_704_114_000_000;
const FEATURES = Object.values(READ_FEATURES);
const SYMBOLS = ["BTC/USD", "ETH/USD"];
const SETTINGS = defaultGovernedSettings(SYMBOLS);

function snapshotOf(of: { readonly reading: Partial<Reading>; readonly regime: Regime; readonly breadth?: number }): Snapshot {
  const reading = { ...QUIET_READING, ...of.reading };
  const bar = { tsMs: CLOSE_MS - HOUR_MS, open: 100, high: 101, low: 99, close: reading.close, volume: 10 };
  const { atr, fast, fastBefore, slow, slowBefore, return1, return24, slope, surge, volatility, volatilityFlag } = reading;
  const { fromHigh, fromRecentHigh, deviation } = reading;
  const features = [atr, fast, fastBefore, slow, slowBefore, return1, return24, slope, surge, volatility, volatilityFlag];
  return {
    lineageId: "l",
    isSynthetic: true,
    timeframeMs: HOUR_MS,
    closeMs: CLOSE_MS,
    originMs: 0,
    previousHash: new Uint8Array(32),
    capabilities: ["bars"],
    featureNames: FEATURES,
    instruments: SYMBOLS.map((symbol) => ({ symbol, bar, features: [...features, fromHigh, fromRecentHigh, deviation] })),
    market: { names: [BREADTH, ...REGIME_VALUE_NAMES], values: [of.breadth ?? 0.5, REGIMES.indexOf(of.regime), 25, 0, 40, 0.75] },
    correlationsBps: new Int16Array(1),
  };
}

const codesOf = (snapshot: Snapshot): readonly string[] =>
  governedSignals(snapshot, SETTINGS, BY_RULES)
    .factsFor(() => false)
    .map(({ code }) => code);
const DIP = { deviation: -2.5, return1: 0.002 };

describe("signals of the governed strategies", () => {
  it("say the regime, who is chosen, and what each of them found", () => {
    const { entries, governed } = governedSignals(snapshotOf({ reading: {}, regime: "NEUTRAL" }), SETTINGS, BY_RULES);
    expect(entries).toEqual([]);
    expect(governed?.market.regime).toMatchObject({ regime: "NEUTRAL", confidence: 0.75 });
    expect(codesOf(snapshotOf({ reading: {}, regime: "NEUTRAL" }))).toEqual(["REGIME_READ", "STRATEGIES_CHOSEN", "NO_SWING_ENTRY"]);
  });

  it("buy a dip that a recovery is likelier to follow", () => {
    const { entries } = governedSignals(snapshotOf({ reading: DIP, regime: "NEUTRAL" }), SETTINGS, BY_RULES);
    expect(entries.map(({ symbol, strategy }) => [symbol, strategy])).toEqual(SYMBOLS.map((symbol) => [symbol, "volatility-swing"]));
  });

  it("leave a dip alone where a further fall weighs more", () => {
    const falling = snapshotOf({ reading: { ...DIP, slope: -0.01, fast: 99 }, regime: "RISK_OFF", breadth: 0.1 });
    expect(governedSignals(falling, SETTINGS, BY_RULES).entries).toEqual([]);
    expect(codesOf(falling)).toContain("DOWNSIDE_AVOIDED");
  });

  it("ask a loaded model in place of the rules, and enter nothing that it says nothing of", () => {
    const dip = snapshotOf({ reading: DIP, regime: "NEUTRAL" });
    const [first = "", second = ""] = SYMBOLS;
    const by = (...bySymbol: readonly Prediction[]): Predictions => ({ kind: "model", modelId: "m", isApproved: true, bySymbol });
    const rising = { symbol: first, reboundBps: 7_000, continuationBps: 2_000 };
    const signals = governedSignals(dip, SETTINGS, by(rising));
    expect(signals.entries.map(({ symbol }) => symbol)).toEqual([first]);
    expect(signals.factsFor(() => false).map(({ code }) => code)).toContain("PREDICTION_MISSING");
    const falling = { symbol: second, reboundBps: 2_000, continuationBps: 7_000 };
    expect(governedSignals(dip, SETTINGS, by({ ...rising, reboundBps: 1_000 }, falling)).entries).toEqual([]);
  });

  it("judge what is held by the rules where the model says nothing of it", () => {
    const dip = snapshotOf({ reading: DIP, regime: "NEUTRAL" });
    const [symbol = ""] = SYMBOLS;
    const outlooks = (predictions: Predictions) => {
      const { governed } = governedSignals(dip, SETTINGS, predictions);
      const reading = governed?.readingOf(symbol);
      return reading && governed?.outlookOf(reading);
    };
    const silent: Predictions = { kind: "model", modelId: "m", isApproved: true, bySymbol: [] };
    expect(outlooks(silent)).toEqual(outlooks(BY_RULES));
    const said = { symbol, reboundBps: 123, continuationBps: 456 };
    expect(outlooks({ ...silent, bySymbol: [said] })).toMatchObject(said);
  });

  it("propose nothing while the regime is unknown, and say which instruments can't be read", () => {
    const known = snapshotOf({ reading: DIP, regime: "NEUTRAL" });
    const unknown = {
      ...known,
      market: { names: [BREADTH, ...REGIME_VALUE_NAMES], values: [0.5, undefined, undefined, undefined, undefined, undefined] },
    };
    expect(governedSignals(unknown, SETTINGS, BY_RULES).entries).toEqual([]);
    expect(codesOf(unknown)).toEqual(["REGIME_UNKNOWN"]);
    const absent = { ...known, instruments: known.instruments.slice(0, 1) };
    expect(codesOf(absent)).toContain("BAR_ABSENT");
  });
});
