import { describe, expect, it } from "vitest";
import { isLoosening, profileDiff, profileLeaves } from "./profile-diff.ts";
import { BALANCED_PROFILE, GUARDED_PROFILE, REFERENCE_PROFILE } from "./profile-presets.ts";
import type { RiskProfile } from "./profile.ts";

const changed = (change: Partial<RiskProfile>, before: RiskProfile = GUARDED_PROFILE) => profileDiff(before, { ...before, ...change });

/** Each limit with a value beside its own that allows less. */
const TIGHTER: readonly (readonly [path: string, change: Partial<RiskProfile>])[] = [
  ["riskFractionBps", { riskFractionBps: 199 }],
  ["riskPerTradeBps", { riskPerTradeBps: 199 }],
  ["targetVolatilityBps", { targetVolatilityBps: 3_999 }],
  ["positionsMax", { positionsMax: 9 }],
  ["leverageMax", { leverageMax: 0 }],
  ["totalCap.percentBps", { totalCap: { ...GUARDED_PROFILE.totalCap, percentBps: 1_999 } }],
  ["totalCap.absolute", { totalCap: { ...GUARDED_PROFILE.totalCap, absoluteUnits: 1n } }],
  ["topThreeBpsMax", { topThreeBpsMax: 9_999 }],
  ["instrumentCaps.BTC/USD.percentBps", { instrumentCaps: [{ symbol: "BTC/USD", cap: { percentBps: 1, absoluteUnits: undefined } }] }],
  ["correlationBpsMax", { correlationBpsMax: 6_999 }],
  ["onCorrelation", { onCorrelation: "refuse" }],
  ["drawdownBpsMax", { drawdownBpsMax: 1_999 }],
  ["dailyLossBpsMax", { dailyLossBpsMax: 299 }],
  ["minTrade", { minTradeUnits: GUARDED_PROFILE.minTradeUnits + 1n }],
  ["schedule.transitionMinutes", { schedule: { ...GUARDED_PROFILE.schedule, transitionMinutes: 6 } }],
  ["stopsInDowntime", { stopsInDowntime: "flat_before" }],
  ["withoutModel", { withoutModel: "reduce_only" }],
  ["isReduceOnly", { isReduceOnly: true }],
  ["snapshotAgeMsMax", { snapshotAgeMsMax: 599_999 }],
  ["rungs.riskAtBps", { rungs: { ...GUARDED_PROFILE.rungs, riskAtBps: 999 } }],
  ["rungs.riskFactorBps", { rungs: { ...GUARDED_PROFILE.rungs, riskFactorBps: 4_999 } }],
  ["rungs.exposureAtBps", { rungs: { ...GUARDED_PROFILE.rungs, exposureAtBps: 1_499 } }],
  ["rungs.exposureFactorBps", { rungs: { ...GUARDED_PROFILE.rungs, exposureFactorBps: 4_999 } }],
  ["hurdle.feeBps", { hurdle: { ...GUARDED_PROFILE.hurdle, feeBps: 41 } }],
  ["hurdle.slippageBps", { hurdle: { ...GUARDED_PROFILE.hurdle, slippageBps: 6 } }],
  ["hurdle.edgeMultipleBps", { hurdle: { ...GUARDED_PROFILE.hurdle, edgeMultipleBps: 10_001 } }],
  ["marketLimits.spreadMultipleBps", { marketLimits: { ...GUARDED_PROFILE.marketLimits, spreadMultipleBps: 49_999 } }],
  ["marketLimits.volatilityMultipleBps", { marketLimits: { ...GUARDED_PROFILE.marketLimits, volatilityMultipleBps: 39_999 } }],
  ["marketLimits.priceCollarBps", { marketLimits: { ...GUARDED_PROFILE.marketLimits, priceCollarBps: 199 } }],
  ["marketLimits.fxAgeBarsMax", { marketLimits: { ...GUARDED_PROFILE.marketLimits, fxAgeBarsMax: 1 } }],
  ["orderLimits.perMinuteMax", { orderLimits: { ...GUARDED_PROFILE.orderLimits, perMinuteMax: 19 } }],
  ["orderLimits.perHourMax", { orderLimits: { ...GUARDED_PROFILE.orderLimits, perHourMax: 59 } }],
  ["orderLimits.openMax", { orderLimits: { ...GUARDED_PROFILE.orderLimits, openMax: 59 } }],
  ["killTriggers.heartbeatGapMs", { killTriggers: { ...GUARDED_PROFILE.killTriggers, heartbeatGapMs: 89_999 } }],
  ["killTriggers.reconnects", { killTriggers: { ...GUARDED_PROFILE.killTriggers, reconnects: 4 } }],
  ["killTriggers.reconnectWindowMs", { killTriggers: { ...GUARDED_PROFILE.killTriggers, reconnectWindowMs: 600_001 } }],
  ["killTriggers.apiErrorBps", { killTriggers: { ...GUARDED_PROFILE.killTriggers, apiErrorBps: 1_999 } }],
  ["killTriggers.apiCalls", { killTriggers: { ...GUARDED_PROFILE.killTriggers, apiCalls: 49 } }],
  ["killTriggers.spreadMultipleBps", { killTriggers: { ...GUARDED_PROFILE.killTriggers, spreadMultipleBps: 49_999 } }],
  ["killTriggers.volatilityMultipleBps", { killTriggers: { ...GUARDED_PROFILE.killTriggers, volatilityMultipleBps: 39_999 } }],
  ["releasePersons", { releasePersons: 2 }],
];

describe("difference of two profiles", () => {
  it("is nothing between equals, in whatever order their lists stand", () => {
    expect(profileDiff(GUARDED_PROFILE, { ...GUARDED_PROFILE, quoteCaps: GUARDED_PROFILE.quoteCaps.toReversed() })).toEqual([]);
  });

  it.each(TIGHTER)("tells tighter from looser: %s", (path, change) => {
    const after = { ...GUARDED_PROFILE, ...change };
    expect(profileDiff(GUARDED_PROFILE, after)).toEqual([expect.objectContaining({ path, isTightening: true })]);
    expect(profileDiff(after, GUARDED_PROFILE)).toEqual([expect.objectContaining({ path, isTightening: false })]);
  });

  it("names path and both values, as they are written", () => {
    expect(profileDiff(GUARDED_PROFILE, BALANCED_PROFILE)).toEqual([
      { path: "name", before: "guarded", after: "balanced", isTightening: undefined },
      { path: "positionsMax", before: 10, after: 6, isTightening: true },
      { path: "onCorrelation", before: "cluster", after: "refuse", isTightening: true },
      { path: "topThreeBpsMax", before: undefined, after: 5_000, isTightening: true },
    ]);
  });

  it("counts a cap that goes as looser, and an onHalt that keeps positions too", () => {
    expect(changed({ quoteCaps: [] }).map(({ isTightening }) => isTightening)).toEqual(new Array(6).fill(false));
    expect(changed({ onHalt: "reduce_only" })).toEqual([{ path: "onHalt", before: "flatten", after: "reduce_only", isTightening: false }]);
    expect(isLoosening(profileDiff(GUARDED_PROFILE, REFERENCE_PROFILE))).toBe(true);
    expect(isLoosening(changed({ name: "mine", positionsMax: 9 }))).toBe(false);
  });

  it("compares windows by the minutes that they close, across midnight too", () => {
    const windows = (...pairs: readonly (readonly [number, number])[]): Partial<RiskProfile> => ({
      schedule: { windows: pairs.map(([fromMinute, toMinute]) => ({ fromMinute, toMinute })), transitionMinutes: 5 },
    });
    const isTightening = (change: Partial<RiskProfile>, before = GUARDED_PROFILE) => changed(change, before)[0]?.isTightening;
    expect(changed(windows([180, 240], [240, 301]))).toEqual([
      { path: "schedule.windows", before: "03:00-05:00", after: "03:00-04:00 04:00-05:01", isTightening: true },
    ]);
    expect(isTightening(windows([181, 300]))).toBe(false);
    expect(isTightening(windows([180, 299]))).toBe(false);
    expect(isTightening(windows([1_380, 300]))).toBe(true);
    expect(isTightening(windows([1_381, 300]), { ...GUARDED_PROFILE, ...windows([1_380, 300]) })).toBe(false);
    expect(isTightening(windows([1_380, 299]), { ...GUARDED_PROFILE, ...windows([1_380, 300]) })).toBe(false);
  });

  it("knows the direction of every value that a profile has", () => {
    const own = { instrumentCaps: [{ symbol: "BTC/USD", cap: GUARDED_PROFILE.pairCap }], topThreeBpsMax: 1 };
    const known = new Set([
      ...TIGHTER.map(([path]) => path.slice(path.lastIndexOf(".") + 1)),
      ...["kind", "name", "sizing", "onHalt", "windows"],
    ]);
    const unknown = [...profileLeaves({ ...GUARDED_PROFILE, ...own }).keys()].filter(
      (path) => !known.has(path.slice(path.lastIndexOf(".") + 1)),
    );
    expect(unknown).toEqual([]);
  });
});
