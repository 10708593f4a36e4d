import { describe, expect, it } from "vitest";
import { TIMEFRAMES } from "../time/timeframe.ts";
import type { InstrumentView } from "./strategy.ts";
import { emaAtrStrategy } from "./ema-atr.ts";
import { defaultEmaAtrSettings } from "./settings.ts";
import { lineageNeedsOf } from "./strategy-of.ts";

const settings = defaultEmaAtrSettings(["BTC/USD"]);
const strategy = emaAtrStrategy(settings);
const bar = { tsMs: 0, open: 100, high: 101, low: 99, close: 100, volume: 1 };

type Values = {
  readonly fast?: number;
  readonly fastBefore?: number;
  readonly slow?: number;
  readonly slowBefore?: number;
  readonly atr?: number;
};

function viewOf(values: Values): InstrumentView {
  const byName: Readonly<Record<string, number | undefined>> = {
    "ema:20": values.fast,
    "ema:20@-1": values.fastBefore,
    "ema:50": values.slow,
    "ema:50@-1": values.slowBefore,
    "atr:14": values.atr,
  };
  const featureNames = Object.keys(byName);
  return { featureNames, instrument: { symbol: "BTC/USD", bar, features: featureNames.map((name) => byName[name]) } };
}

const up: Values = { fastBefore: 10, slowBefore: 11, fast: 12, slow: 11.5, atr: 2.5 };
const down: Values = { fastBefore: 12, slowBefore: 11, fast: 10, slow: 11, atr: 2.5 };

describe("EMA crossover with an ATR stop", () => {
  it("enters when flat and the fast EMA crosses above the slow one, with its stop two ATR away", () => {
    expect(strategy.propose(viewOf(up), false)).toMatchObject({
      action: "enter",
      reason: "CROSS_UP",
      stopOffset: 5,
      takeProfitOffset: undefined,
      confidenceBps: 10_000,
    });
  });

  it("holds a cross up while long and a cross down while flat", () => {
    expect(strategy.propose(viewOf(up), true)).toMatchObject({ action: "hold", reason: "ALREADY_LONG" });
    expect(strategy.propose(viewOf(down), false)).toMatchObject({ action: "hold", reason: "ALREADY_FLAT" });
  });

  it("exits when long and the fast EMA crosses below the slow one", () => {
    expect(strategy.propose(viewOf(down), true)).toMatchObject({ action: "exit", reason: "CROSS_DOWN" });
  });

  it("counts EMAs that were equal before as crossing, and EMAs that are equal now as not", () => {
    expect(strategy.propose(viewOf({ ...up, fastBefore: 11 }), false).action).toBe("enter");
    expect(strategy.propose(viewOf({ ...down, fastBefore: 11 }), true).action).toBe("exit");
    expect(strategy.propose(viewOf({ ...up, fast: 11.5 }), false).reason).toBe("NO_CROSS");
    expect(strategy.propose(viewOf({ ...down, fast: 11 }), true).reason).toBe("NO_CROSS");
  });

  it("compares unrounded doubles: one ulp is a crossing", () => {
    const slow = 16_943.7;
    const fast = slow + 2 ** -38;
    expect(fast).toBeGreaterThan(slow);
    expect(strategy.propose(viewOf({ fastBefore: slow, slowBefore: slow, fast, slow, atr: 1 }), false).action).toBe("enter");
  });

  it.each(["fast", "fastBefore", "slow", "slowBefore", "atr"] as const)("warms up while %s is undefined", (name) => {
    const { [name]: _missing, ...rest } = up;
    expect(strategy.propose(viewOf(rest), false)).toEqual({ action: "hold", reason: "WARMING_UP", values: [] });
  });

  it("holds an instrument without a bar", () => {
    const view = viewOf(up);
    expect(strategy.propose({ ...view, instrument: { symbol: "BTC/USD", bar: undefined, features: [] } }, true)).toMatchObject({
      action: "hold",
      reason: "BAR_ABSENT",
    });
  });

  it("sets a take profit only where the settings do", () => {
    expect(emaAtrStrategy({ ...settings, tpMult: 3 }).propose(viewOf(up), false)).toMatchObject({ takeProfitOffset: 7.5 });
  });

  it("asks for its features once each", () => {
    expect(lineageNeedsOf(settings, "reference").featureNames).toEqual(["ema:20", "ema:50", "ema:20@-1", "ema:50@-1", "atr:14"]);
  });

  it.each([
    ["15m", "breadth:96"],
    ["4h", "breadth:6"],
    ["1d", "breadth:1"],
  ] as const)("asks a lineage of %s for a value of the market, which brings correlations, and not for a regime", (name, breadth) => {
    const needs = (kind: "governed" | "reference"): readonly string[] =>
      lineageNeedsOf({ ...settings, timeframeMs: TIMEFRAMES[name] }, kind).marketValueNames;
    expect([needs("governed"), needs("reference")]).toEqual([[breadth], []]);
  });
});
