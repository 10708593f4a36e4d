import type { Snapshot } from "@ballast/core/market/snapshot";
import { REGIMES, REGIME_VALUE_NAMES } from "@ballast/core/regime/regime";
import { BREADTH } from "@ballast/core/strategy/governed/reading";
import { describe, expect, it } from "vitest";
import { regimeRowOf } from "./regime-row.ts";

const UNIVERSE = ["BTC/USD", "ETH/USD"];
const NAMES = [...REGIME_VALUE_NAMES, BREADTH];
const PANIC = [REGIMES.indexOf("PANIC"), 41.5, -1, 87, 0.26, 0.1];
const bar = (close: number) => ({ tsMs: 0, open: close, high: close, low: close, close, volume: 1 });
const close = (values: readonly (number | undefined)[], closes: readonly (number | undefined)[]): Snapshot => ({
  lineageId: "",
  isSynthetic: true,
  timeframeMs: 3_600_000,
  closeMs: 3_600_000,
  originMs: 0,
  previousHash: new Uint8Array(32),
  capabilities: ["bars"],
  featureNames: [],
  instruments: UNIVERSE.map((symbol, index) => {
    const price = closes[index];
    return { symbol, bar: price === undefined ? undefined : bar(price), features: [] };
  }),
  market: { names: NAMES, values },
});

describe.concurrent("the row of a sealed regime", () => {
  it("has what the snapshot says, with the benchmark's close", () => {
    expect(regimeRowOf(close(PANIC, [5_100.5, 120]), UNIVERSE)).toEqual({
      ...{ closeMs: 3_600_000, regime: "PANIC", volatilityIndex: 41.5, trend: -1, riskScore: 87, confidence: 0.26 },
      ...{ breadth: 0.1, benchmarkClose: 5_100.5 },
    });
  });

  it("does not exist while any of its values warms up", () => {
    for (const index of PANIC.keys()) {
      const values = PANIC.map((value, at) => (at === index ? undefined : value));
      expect(regimeRowOf(close(values, [5_100.5, 120]), UNIVERSE)).toBeUndefined();
    }
  });

  it("does not exist without the benchmark's bar, nor where no regime is sealed", () => {
    expect(regimeRowOf(close(PANIC, [undefined, 120]), UNIVERSE)).toBeUndefined();
    const { market: _, ...plain } = close(PANIC, [5_100.5, 120]);
    expect(regimeRowOf(plain, UNIVERSE)).toBeUndefined();
    const ofBreadthAlone = { ...plain, market: { names: ["breadth:96"], values: [0.5] } };
    expect(regimeRowOf(ofBreadthAlone, UNIVERSE)).toBeUndefined();
  });
});
