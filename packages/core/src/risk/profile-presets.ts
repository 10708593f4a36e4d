import { HOUR_MS, MINUTE_MS } from "../time/timeframe.ts";
import { ALWAYS_TRADING, DEFAULT_SCHEDULE } from "../time/schedule.ts";
import type { Cap, RiskProfile } from "./profile.ts";
import { DEFAULT_HURDLE, DEFAULT_KILL_TRIGGERS, DEFAULT_MARKET_LIMITS, DEFAULT_ORDER_LIMITS, DEFAULT_RUNGS } from "./profile-groups.ts";
import { riskProfileSchema } from "./profile-schema.ts";

/** What both shipped presets share (RSK1, RSK3, RSK6). */
const SHARED = {
  kind: "governed",
  sizing: "risk",
  riskFractionBps: 200,
  riskPerTradeBps: 200,
  targetVolatilityBps: 4_000,
  leverageMax: 1,
  totalCap: { percentBps: 2_000, absolute: "1000000" },
  pairCap: { percentBps: 500, absolute: "250000" },
  clusterCap: { percentBps: 800, absolute: "400000" },
  instrumentCaps: [],
  quoteCaps: [
    { asset: "CAD", cap: { percentBps: 2_000, absolute: "1300000" } },
    { asset: "USD", cap: { percentBps: 2_000, absolute: "1000000" } },
    { asset: "USDC", cap: { percentBps: 2_000, absolute: "1000000" } },
  ],
  correlationBpsMax: 7_000,
  drawdownBpsMax: 2_000,
  dailyLossBpsMax: 300,
  minTrade: "50",
  onHalt: "flatten",
  schedule: DEFAULT_SCHEDULE,
  stopsInDowntime: "rest",
  withoutModel: "rules_only",
  isReduceOnly: false,
  snapshotAgeMsMax: 10 * MINUTE_MS,
  rungs: DEFAULT_RUNGS,
  hurdle: DEFAULT_HURDLE,
  marketLimits: DEFAULT_MARKET_LIMITS,
  orderLimits: DEFAULT_ORDER_LIMITS,
  killTriggers: DEFAULT_KILL_TRIGGERS,
  releasePersons: 1,
} as const;

/** Many small positions; correlated ones count as one cluster. */
export const GUARDED_PROFILE: RiskProfile = riskProfileSchema.parse({
  ...SHARED,
  name: "guarded",
  positionsMax: 10,
  onCorrelation: "cluster",
});

/** Few positions; the three largest stay under half of the portfolio, correlated entries are refused. */
export const BALANCED_PROFILE: RiskProfile = riskProfileSchema.parse({
  ...SHARED,
  name: "balanced",
  positionsMax: 6,
  topThreeBpsMax: 5_000,
  onCorrelation: "refuse",
});

/** A multiple or a distance that nothing reaches. */
const OUT_OF_REACH_BPS = 4_000_000_000;
const COUNT_OUT_OF_REACH = 1_000_000;
const UNLIMITED: Cap = { percentBps: undefined, absoluteUnits: undefined };

/**
 * The profile of reference runs: all equity, no window, no cap, no minimum, so that a governed run
 * can be compared trade by trade with an independent program. Outside policy, hence never in live
 * or shadow: the gate refuses it there.
 */
export const REFERENCE_PROFILE: RiskProfile = {
  ...GUARDED_PROFILE,
  kind: "reference",
  name: "reference",
  sizing: "all",
  riskFractionBps: 10_000,
  riskPerTradeBps: 10_000,
  positionsMax: 1_000,
  totalCap: UNLIMITED,
  pairCap: UNLIMITED,
  clusterCap: UNLIMITED,
  quoteCaps: [],
  drawdownBpsMax: 10_000,
  dailyLossBpsMax: 10_000,
  minTradeUnits: 0n,
  schedule: ALWAYS_TRADING,
  snapshotAgeMsMax: HOUR_MS,
  rungs: { riskAtBps: 10_000, riskFactorBps: 10_000, exposureAtBps: 10_000, exposureFactorBps: 10_000 },
  hurdle: { feeBps: 0, slippageBps: 0, edgeMultipleBps: 0 },
  marketLimits: {
    spreadMultipleBps: OUT_OF_REACH_BPS,
    volatilityMultipleBps: OUT_OF_REACH_BPS,
    priceCollarBps: OUT_OF_REACH_BPS,
    fxAgeBarsMax: DEFAULT_MARKET_LIMITS.fxAgeBarsMax,
  },
  orderLimits: { perMinuteMax: COUNT_OUT_OF_REACH, perHourMax: COUNT_OUT_OF_REACH, openMax: COUNT_OUT_OF_REACH },
};

/** The shipped profiles by name. */
export const RISK_PROFILE_PRESETS: Readonly<Record<"guarded" | "balanced" | "reference", RiskProfile>> = {
  guarded: GUARDED_PROFILE,
  balanced: BALANCED_PROFILE,
  reference: REFERENCE_PROFILE,
};
