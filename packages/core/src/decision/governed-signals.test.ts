import { describe, expect, it } from "vitest";
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
  governedSignals(snapshot, SETTINGS)
    .factsFor(() => false)
    .map(({ code }) => code);
const DIP = { deviation: -2.5, return1: 0.002 };

describe("signals of the governed strategies", () => {
  it("say the regime, who is chosen, and what each of them found", () => {
    const { entries, governed } = governedSignals(snapshotOf({ reading: {}, regime: "NEUTRAL" }), SETTINGS);
    expect(entries).toEqual([]);
    expect(governed?.market.regime).toMatchObject({ regime: "NEUTRAL", confidence: 0.75 });
    expect(codesOf(snapshotOf({ reading: {}, regime: "NEUTRAL" }))).toEqual(["REGIME_READ", "STRATEGIES_CHOSEN", "NO_SWING_ENTRY"]);
  });

  it("buy a dip that a recovery is likelier to follow", () => {
    const { entries } = governedSignals(snapshotOf({ reading: DIP, regime: "NEUTRAL" }), SETTINGS);
    expect(entries.map(({ symbol, strategy }) => [symbol, strategy])).toEqual(SYMBOLS.map((symbol) => [symbol, "volatility-swing"]));
  });

  it("leave a dip alone where a further fall weighs more", () => {
    const falling = snapshotOf({ reading: { ...DIP, slope: -0.01, fast: 99 }, regime: "RISK_OFF", breadth: 0.1 });
    expect(governedSignals(falling, SETTINGS).entries).toEqual([]);
    expect(codesOf(falling)).toContain("DOWNSIDE_AVOIDED");
  });

  it("propose nothing while the regime is unknown, and say which instruments can't be read", () => {
    const known = snapshotOf({ reading: DIP, regime: "NEUTRAL" });
    const unknown = {
      ...known,
      market: { names: [BREADTH, ...REGIME_VALUE_NAMES], values: [0.5, undefined, undefined, undefined, undefined, undefined] },
    };
    expect(governedSignals(unknown, SETTINGS).entries).toEqual([]);
    expect(codesOf(unknown)).toEqual(["REGIME_UNKNOWN"]);
    const absent = { ...known, instruments: known.instruments.slice(0, 1) };
    expect(codesOf(absent)).toContain("BAR_ABSENT");
  });
});
