import type { RegimeReading } from "../../regime/regime.ts";
import type { MarketReading, Reading } from "./reading.ts";

/** A quiet hour: nothing proposes anything. For tests of rules. */
export const QUIET_READING: Reading = {
  symbol: "BTC/USD",
  close: 100,
  atr: 1,
  fast: 101,
  fastBefore: 101,
  slow: 100,
  slowBefore: 100,
  return1: 0.001,
  return24: 0.01,
  slope: 0.001,
  surge: 1,
  volatility: 60,
  volatilityFlag: 0,
  fromHigh: -0.05,
  fromRecentHigh: -0.01,
  deviation: 0.2,
};

export const NEUTRAL_REGIME: RegimeReading = { regime: "NEUTRAL", volatilityIndex: 25, trend: 0, riskScore: 40, confidence: 0.75 };

export const QUIET_MARKET: MarketReading = {
  // 2024-01-01T13:00Z: no hour of the allocator.
  closeMs: 1_704_114_000_000,
  timeframeMs: 3_600_000,
  regime: NEUTRAL_REGIME,
  breadth: 0.5,
};
