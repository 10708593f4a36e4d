import { describe, expect, it } from "vitest";
import { decodeRiskProfile, encodeRiskProfile } from "./profile-codec.ts";
import { BALANCED_PROFILE, GUARDED_PROFILE, REFERENCE_PROFILE, RISK_PROFILE_PRESETS } from "./profile-presets.ts";
import { riskProfileSchema } from "./profile-schema.ts";

/** A governed profile as a person writes it. */
const WRITTEN = {
  kind: "governed",
  name: "mine",
  sizing: "risk",
  riskFractionBps: 100,
  riskPerTradeBps: 100,
  targetVolatilityBps: 4_000,
  positionsMax: 5,
  totalCap: { percentBps: 2_000, absolute: "5000.5" },
  pairCap: { percentBps: 500 },
  clusterCap: { percentBps: 800 },
  instrumentCaps: [
    { symbol: "ETH/USD", cap: { absolute: "10" } },
    { symbol: "BTC/USD", cap: { percentBps: 100 } },
  ],
  quoteCaps: [{ asset: "USD", cap: { percentBps: 2_000 } }],
  correlationBpsMax: 7_000,
  onCorrelation: "refuse",
  drawdownBpsMax: 2_000,
  dailyLossBpsMax: 300,
  minTrade: "50",
  onHalt: "flatten",
  schedule: { windows: [{ fromMinute: 1380, toMinute: 60 }], transitionMinutes: 5 },
  stopsInDowntime: "rest",
  withoutModel: "rules_only",
  isReduceOnly: false,
  snapshotAgeMsMax: 600_000,
};

describe("risk profile as written", () => {
  it("comes out with exact amounts and lists in order", () => {
    const profile = riskProfileSchema.parse(WRITTEN);
    expect(profile.totalCap).toEqual({ percentBps: 2_000, absoluteUnits: 500_050_000_000n });
    expect(profile.instrumentCaps.map(({ symbol }) => symbol)).toEqual(["BTC/USD", "ETH/USD"]);
    expect(profile.minTradeUnits).toBe(5_000_000_000n);
    expect(profile.topThreeBpsMax).toBeUndefined();
  });

  it.each([
    ["a drawdown above 20 %", { drawdownBpsMax: 2_001 }],
    ["a risk fraction above 2 %", { riskFractionBps: 201 }],
    ["a risk per trade above 2 %", { riskPerTradeBps: 201 }],
    ["more than 30 positions", { positionsMax: 31 }],
    ["an exposure above 60 %", { totalCap: { percentBps: 6_001 } }],
    ["a cluster above 25 %", { clusterCap: { percentBps: 2_501 } }],
    ["an exposure cap without a percent", { totalCap: { absolute: "100" } }],
    ["a cluster cap without a percent", { clusterCap: { absolute: "100" } }],
    ["the reference kind", { kind: "reference" }],
    ["all equity", { sizing: "all" }],
    ["a negative amount", { minTrade: "-1" }],
    ["more decimals than a currency has", { minTrade: "0.000000001" }],
    ["an empty window", { schedule: { windows: [{ fromMinute: 5, toMinute: 5 }], transitionMinutes: 5 } }],
    ["an instrument twice", { instrumentCaps: [WRITTEN.instrumentCaps[0], WRITTEN.instrumentCaps[0]] }],
    ["a key that is not known", { leverage: 2 }],
  ])("is refused with %s", (_name, spoilt) => {
    expect(riskProfileSchema.safeParse({ ...WRITTEN, ...spoilt }).success).toBe(false);
  });

  it("may stand at every bound of policy", () => {
    const atBounds = {
      drawdownBpsMax: 2_000,
      riskFractionBps: 200,
      riskPerTradeBps: 200,
      positionsMax: 30,
      totalCap: { percentBps: 6_000 },
      clusterCap: { percentBps: 2_500 },
    };
    expect(riskProfileSchema.safeParse({ ...WRITTEN, ...atBounds }).success).toBe(true);
  });
});

describe("shipped profiles", () => {
  it("are guarded and balanced as the catalogue states them", () => {
    const shared = {
      riskFractionBps: 200,
      drawdownBpsMax: 2_000,
      totalCap: { percentBps: 2_000 },
      clusterCap: { percentBps: 800 },
      pairCap: { percentBps: 500 },
      minTradeUnits: 5_000_000_000n,
    };
    expect(GUARDED_PROFILE).toMatchObject({ ...shared, positionsMax: 10, onCorrelation: "cluster" });
    expect(BALANCED_PROFILE).toMatchObject({ ...shared, positionsMax: 6, topThreeBpsMax: 5_000, onCorrelation: "refuse" });
    expect(GUARDED_PROFILE.schedule.windows).toEqual([{ fromMinute: 180, toMinute: 300 }]);
  });

  it("state both a percent and an amount in every cap", () => {
    for (const { totalCap, pairCap, clusterCap, quoteCaps } of [GUARDED_PROFILE, BALANCED_PROFILE]) {
      for (const cap of [totalCap, pairCap, clusterCap, ...quoteCaps.map((named) => named.cap)]) {
        expect(cap.percentBps).toBeDefined();
        expect(cap.absoluteUnits).toBeDefined();
      }
    }
  });

  it.each(Object.values(RISK_PROFILE_PRESETS))("survives its canonical form: $name", (profile) => {
    expect(decodeRiskProfile(encodeRiskProfile(profile))).toEqual(profile);
  });
});

describe("stored profiles", () => {
  it("survive their canonical form with everything that is optional", () => {
    const profile = riskProfileSchema.parse({ ...WRITTEN, topThreeBpsMax: 5_000 });
    expect(decodeRiskProfile(encodeRiskProfile(profile))).toEqual(profile);
  });

  it("are no way around a bound", () => {
    expect(() => decodeRiskProfile(encodeRiskProfile({ ...GUARDED_PROFILE, positionsMax: 31 }))).toThrow(
      /positionsMax 31 exceeds policy's 30/,
    );
    expect(() => decodeRiskProfile(encodeRiskProfile({ ...GUARDED_PROFILE, sizing: "all" }))).toThrow(RangeError);
    expect(() => decodeRiskProfile(encodeRiskProfile({ ...REFERENCE_PROFILE, minTradeUnits: 1n }))).toThrow(/not the reference/);
  });

  it("are refused cut or with more behind them", () => {
    const bytes = encodeRiskProfile(GUARDED_PROFILE);
    expect(() => decodeRiskProfile(bytes.subarray(0, -1))).toThrow(RangeError);
    expect(() => decodeRiskProfile(new Uint8Array([...bytes, 0]))).toThrow(RangeError);
  });

  it("have different bytes for any different field", () => {
    const seen = new Set([
      encodeRiskProfile(GUARDED_PROFILE).toString(),
      ...[
        { isReduceOnly: true },
        { positionsMax: 9 },
        { minTradeUnits: 1n },
        { onHalt: "reduce_only" as const },
        { withoutModel: "reduce_only" as const },
        { stopsInDowntime: "hold" as const },
        { onCorrelation: "refuse" as const },
        { topThreeBpsMax: 1 },
        { snapshotAgeMsMax: 1 },
        { dailyLossBpsMax: 1 },
        { correlationBpsMax: 1 },
        { drawdownBpsMax: 1 },
        { targetVolatilityBps: 1 },
        { riskPerTradeBps: 1 },
        { riskFractionBps: 1 },
        { name: "x" },
      ].map((change) => encodeRiskProfile({ ...GUARDED_PROFILE, ...change }).toString()),
    ]);
    expect(seen.size).toBe(17);
  });
});
