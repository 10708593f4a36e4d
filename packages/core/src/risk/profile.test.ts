import { describe, expect, it } from "vitest";
import { decodeRiskProfile, encodeRiskProfile } from "./profile-codec.ts";
import { BALANCED_PROFILE, GUARDED_PROFILE, REFERENCE_PROFILE, RISK_PROFILE_PRESETS } from "./profile-presets.ts";
import { profileBreaches } from "./profile-breaches.ts";
import { riskProfileSchema } from "./profile-schema.ts";
import { readRiskProfile, writeRiskProfile } from "./profile-written.ts";

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
    ["leverage", { leverageMax: 2 }],
    ["rungs that do not rise", { rungs: { riskAtBps: 1_501, riskFactorBps: 1, exposureAtBps: 1_500, exposureFactorBps: 1 } }],
    ["a rung beyond the halt", { rungs: { riskAtBps: 1, riskFactorBps: 1, exposureAtBps: 2_001, exposureFactorBps: 1 } }],
    ["a multiple below one", { marketLimits: { ...GUARDED_PROFILE.marketLimits, spreadMultipleBps: 9_999 } }],
    ["exchange rates older than two bars", { marketLimits: { ...GUARDED_PROFILE.marketLimits, fxAgeBarsMax: 3 } }],
    ["a trigger that never acts", { killTriggers: { ...GUARDED_PROFILE.killTriggers, heartbeatGapMs: 600_001 } }],
    ["three persons to release a kill switch", { releasePersons: 3 }],
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

describe("what a written profile leaves out", () => {
  it("is as the catalogue says", () => {
    expect(riskProfileSchema.parse(WRITTEN)).toMatchObject({
      leverageMax: 1,
      rungs: { riskAtBps: 1_000, riskFactorBps: 5_000, exposureAtBps: 1_500, exposureFactorBps: 5_000 },
      hurdle: { feeBps: 40, slippageBps: 5, edgeMultipleBps: 10_000 },
      marketLimits: { spreadMultipleBps: 50_000, volatilityMultipleBps: 40_000, fxAgeBarsMax: 2 },
      killTriggers: { heartbeatGapMs: 90_000, reconnects: 5, reconnectWindowMs: 600_000, apiErrorBps: 2_000, apiCalls: 50 },
      releasePersons: 1,
    });
  });

  it("never stands beyond the profile's own halt", () => {
    const { rungs } = riskProfileSchema.parse({ ...WRITTEN, drawdownBpsMax: 1_200 });
    expect([rungs.riskAtBps, rungs.exposureAtBps]).toEqual([1_000, 1_200]);
  });
});

describe("reading what a person wrote", () => {
  it.each([GUARDED_PROFILE, BALANCED_PROFILE])("gives back what was written of $name", (profile) => {
    expect(readRiskProfile(writeRiskProfile(profile))).toEqual({ isAdmitted: true, profile });
    expect(readRiskProfile(JSON.parse(JSON.stringify(writeRiskProfile(profile))))).toEqual({ isAdmitted: true, profile });
  });

  it("names every breach of policy by its path, with both figures", () => {
    const reading = readRiskProfile({ ...WRITTEN, drawdownBpsMax: 2_500, leverageMax: 2, clusterCap: { percentBps: 2_600 } });
    expect(reading).toEqual({
      isAdmitted: false,
      code: "PROFILE_REFUSED",
      facts: [
        ["drawdownBpsMax", "drawdownBpsMax 2500 exceeds policy's 2000"],
        ["leverageMax", "leverageMax 2 exceeds policy's 1"],
        ["clusterCap.percentBps", "clusterBpsMax 2600 exceeds policy's 2500"],
      ],
    });
  });

  it("says which of the two risk fractions is the one too large", () => {
    const paths = (change: object) => profileBreaches({ ...GUARDED_PROFILE, ...change }).map(({ path }) => path);
    expect(paths({ riskFractionBps: 201 })).toEqual(["riskFractionBps"]);
    expect(paths({ riskPerTradeBps: 201 })).toEqual(["riskPerTradeBps"]);
    expect(paths({ riskFractionBps: 201, riskPerTradeBps: 201 })).toEqual(["riskFractionBps"]);
    expect(paths({ totalCap: { percentBps: undefined, absoluteUnits: 1n } })).toEqual(["totalCap.percentBps"]);
  });

  it.each([undefined, null, 7, "guarded", [], { ...WRITTEN, riskFractionBps: Number.NaN }])("refuses what is no profile: %s", (written) => {
    expect(readRiskProfile(written)).toMatchObject({ isAdmitted: false, code: "PROFILE_REFUSED" });
  });
});

/** Bytes of version 1 as accounts have them: guarded, balanced, the reference, and one with a halt below the first rung. */
const STORED_BEFORE_GROUPS = {
  guarded:
    "DAAAAHJpc2stcHJvZmlsZQEAAAAHAAAAZ3VhcmRlZAAAyAAAAMgAAACgDwAACgAAAAHQBwAAAQ8AAAAxMDAwMDAwMDAwMDAwMDAB9AEAAAEOAAAAMjUwMDAwMDAwMDAwMDABIAMAAAEOAAAANDAwMDAwMDAwMDAwMDAAAAAAAAMAAAADAAAAQ0FEAdAHAAABDwAAADEzMDAwMDAwMDAwMDAwMAMAAABVU0QB0AcAAAEPAAAAMTAwMDAwMDAwMDAwMDAwBAAAAFVTREMB0AcAAAEPAAAAMTAwMDAwMDAwMDAwMDAwWBsAANAHAAAsAQAACgAAADUwMDAwMDAwMDABAAEAAAC0AAAALAEAAAUAAAAAAADAJwkAAAAAAA==",
  balanced:
    "DAAAAHJpc2stcHJvZmlsZQEAAAAIAAAAYmFsYW5jZWQAAMgAAADIAAAAoA8AAAYAAAAB0AcAAAEPAAAAMTAwMDAwMDAwMDAwMDAwAfQBAAABDgAAADI1MDAwMDAwMDAwMDAwASADAAABDgAAADQwMDAwMDAwMDAwMDAwAYgTAAAAAAAAAwAAAAMAAABDQUQB0AcAAAEPAAAAMTMwMDAwMDAwMDAwMDAwAwAAAFVTRAHQBwAAAQ8AAAAxMDAwMDAwMDAwMDAwMDAEAAAAVVNEQwHQBwAAAQ8AAAAxMDAwMDAwMDAwMDAwMDBYGwAA0AcAACwBAAAKAAAANTAwMDAwMDAwMAAAAQAAALQAAAAsAQAABQAAAAAAAMAnCQAAAAAA",
  reference:
    "DAAAAHJpc2stcHJvZmlsZQEAAAAJAAAAcmVmZXJlbmNlAQEQJwAAECcAAKAPAADoAwAAAAAAAAAAAAAAAAAAAAAAWBsAABAnAAAQJwAAAQAAADABAAAAAAAAAAAAAAAAgO42AAAAAAA=",
  cautious:
    "DAAAAHJpc2stcHJvZmlsZQEAAAAHAAAAZ3VhcmRlZAAAyAAAAMgAAACgDwAACgAAAAHQBwAAAQ8AAAAxMDAwMDAwMDAwMDAwMDAB9AEAAAEOAAAAMjUwMDAwMDAwMDAwMDABIAMAAAEOAAAANDAwMDAwMDAwMDAwMDABoA8AAAEAAAAHAAAAQlRDL1VTRAFkAAAAAAMAAAADAAAAQ0FEAdAHAAABDwAAADEzMDAwMDAwMDAwMDAwMAMAAABVU0QB0AcAAAEPAAAAMTAwMDAwMDAwMDAwMDAwBAAAAFVTREMB0AcAAAEPAAAAMTAwMDAwMDAwMDAwMDAwWBsAACADAAAsAQAACgAAADUwMDAwMDAwMDABAAEAAAC0AAAALAEAAAUAAAAAAADAJwkAAAAAAA==",
};

describe("profiles stored before there were groups", () => {
  const decoded = (text: string) => decodeRiskProfile(Uint8Array.from(Buffer.from(text, "base64")));

  it("go on under the defaults", () => {
    expect(decoded(STORED_BEFORE_GROUPS.guarded)).toEqual(GUARDED_PROFILE);
    expect(decoded(STORED_BEFORE_GROUPS.balanced)).toEqual(BALANCED_PROFILE);
    expect(decoded(STORED_BEFORE_GROUPS.reference)).toEqual(REFERENCE_PROFILE);
  });

  it("have no rung beyond their own halt", () => {
    const { rungs, drawdownBpsMax } = decoded(STORED_BEFORE_GROUPS.cautious);
    expect({ rungs, drawdownBpsMax }).toMatchObject({ rungs: { riskAtBps: 800, exposureAtBps: 800 }, drawdownBpsMax: 800 });
  });

  it("are of no version that nobody wrote", () => {
    const bytes = encodeRiskProfile(GUARDED_PROFILE);
    const versionAt = 4 + "risk-profile".length;
    for (const version of [0, 3]) expect(() => decodeRiskProfile(bytes.with(versionAt, version))).toThrow(/version 1 to 2/);
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
        { leverageMax: 0 },
        { rungs: { ...GUARDED_PROFILE.rungs, riskAtBps: 1 } },
        { hurdle: { ...GUARDED_PROFILE.hurdle, feeBps: 1 } },
        { marketLimits: { ...GUARDED_PROFILE.marketLimits, priceCollarBps: 1 } },
        { orderLimits: { ...GUARDED_PROFILE.orderLimits, openMax: 1 } },
        { killTriggers: { ...GUARDED_PROFILE.killTriggers, apiCalls: 1 } },
        { releasePersons: 2 as const },
      ].map((change) => encodeRiskProfile({ ...GUARDED_PROFILE, ...change }).toString()),
    ]);
    expect(seen.size).toBe(24);
  });
});
