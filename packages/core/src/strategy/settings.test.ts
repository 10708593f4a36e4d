import { describe, expect, it } from "vitest";
import { decodeStrategySettings, defaultEmaAtrSettings, encodeStrategySettings, strategySettingsSchema } from "./settings.ts";

const raw = { kind: "ema-atr", fast: 20, slow: 50, atr: 14, atrMult: 2, timeframeMs: 3_600_000, instruments: ["ETH/USD", "BTC/USD"] };

describe("strategy settings", () => {
  it("come out with instruments in symbol order and without a take profit by default", () => {
    expect(strategySettingsSchema.parse(raw)).toEqual({ ...raw, tpMult: undefined, instruments: ["BTC/USD", "ETH/USD"] });
  });

  it.each([
    ["fast not shorter than slow", { ...raw, fast: 50 }],
    ["a period of zero", { ...raw, atr: 0 }],
    ["a fractional period", { ...raw, fast: 2.5 }],
    ["a period above the bound", { ...raw, slow: 1001 }],
    ["a multiple below the bound", { ...raw, atrMult: 0.05 }],
    ["a multiple that is NaN", { ...raw, atrMult: Number.NaN }],
    ["a timeframe that no bar has", { ...raw, timeframeMs: 60_001 }],
    ["no instrument", { ...raw, instruments: [] }],
    ["an instrument twice", { ...raw, instruments: ["BTC/USD", "BTC/USD"] }],
    ["a symbol that is not canonical", { ...raw, instruments: ["xbtusd"] }],
    ["a key that is not known", { ...raw, slowness: 3 }],
    ["another kind", { ...raw, kind: "hope" }],
  ])("refuse %s", (_name, settings) => {
    expect(strategySettingsSchema.safeParse(settings).success).toBe(false);
  });

  it("survive their canonical form, and different settings have different bytes", () => {
    const settings = defaultEmaAtrSettings(["BTC/USD"]);
    expect(decodeStrategySettings(encodeStrategySettings(settings))).toEqual(settings);
    const withTakeProfit = { ...settings, tpMult: 3 };
    expect(decodeStrategySettings(encodeStrategySettings(withTakeProfit))).toEqual(withTakeProfit);
    expect(encodeStrategySettings(withTakeProfit)).not.toEqual(encodeStrategySettings(settings));
  });

  it("refuse bytes with something after their end", () => {
    expect(() => decodeStrategySettings(new Uint8Array([...encodeStrategySettings(defaultEmaAtrSettings(["BTC/USD"])), 0]))).toThrow(
      RangeError,
    );
  });

  it("take a governed parameter of minus zero as zero, which has canonical bytes", () => {
    const parsed = strategySettingsSchema.parse({
      kind: "governed",
      timeframeMs: 3_600_000,
      instruments: ["BTC/USD"],
      parameters: { reversionExitDeviations: -0 },
    });
    expect(decodeStrategySettings(encodeStrategySettings(parsed))).toEqual(parsed);
  });
});
