/** The groups of limits in a risk profile beside its caps, and what they are where nobody says otherwise (RSK3, RSK4, RSK5, STR5). */
import { MINUTE_MS, SECOND_MS } from "../time/timeframe.ts";

/** Steps down from the high-water mark before the halt at `drawdownBpsMax`. They add up: the second keeps the first in force. */
export type DrawdownRungs = {
  /** From this drawdown on the risk fraction counts only by its factor. */
  readonly riskAtBps: number;
  readonly riskFactorBps: number;
  /** From this drawdown on the exposure cap counts only by its factor, and what is above it is sold. */
  readonly exposureAtBps: number;
  readonly exposureFactorBps: number;
};

/** What an entry must be expected to earn: the modelled cost of both sides, times a margin of safety. */
export type Hurdle = {
  /** A side. The account's own tier counts where it is dearer. */
  readonly feeBps: number;
  /** A side. */
  readonly slippageBps: number;
  readonly edgeMultipleBps: number;
};

/** Markets in which nothing is entered. A multiple is reached, not exceeded, when it refuses. */
export type MarketLimits = {
  /** Of the median spread. */
  readonly spreadMultipleBps: number;
  /** Of the 30-day volatility of hourly returns. */
  readonly volatilityMultipleBps: number;
  /** Farthest that an entry's price may stand from the market's. */
  readonly priceCollarBps: number;
  /** Oldest exchange rate, in bars. */
  readonly fxAgeBarsMax: number;
};

/** How many orders an account may send and have open. Exits and protections are counted and never refused for it. */
export type OrderLimits = { readonly perMinuteMax: number; readonly perHourMax: number; readonly openMax: number };

/** When the kill switch acts by itself. A figure is reached, not exceeded, when it trips. */
export type KillTriggerSettings = {
  readonly heartbeatGapMs: number;
  /** So many reconnects within the window. */
  readonly reconnects: number;
  readonly reconnectWindowMs: number;
  /** Failed calls as a part of the last `apiCalls`. */
  readonly apiErrorBps: number;
  readonly apiCalls: number;
  readonly spreadMultipleBps: number;
  readonly volatilityMultipleBps: number;
};

export const DEFAULT_RUNGS: DrawdownRungs = { riskAtBps: 1_000, riskFactorBps: 5_000, exposureAtBps: 1_500, exposureFactorBps: 5_000 };
export const DEFAULT_HURDLE: Hurdle = { feeBps: 40, slippageBps: 5, edgeMultipleBps: 10_000 };
export const DEFAULT_MARKET_LIMITS: MarketLimits = {
  spreadMultipleBps: 50_000,
  volatilityMultipleBps: 40_000,
  priceCollarBps: 200,
  fxAgeBarsMax: 2,
};
export const DEFAULT_ORDER_LIMITS: OrderLimits = { perMinuteMax: 20, perHourMax: 60, openMax: 60 };
export const DEFAULT_KILL_TRIGGERS: KillTriggerSettings = {
  heartbeatGapMs: 90 * SECOND_MS,
  reconnects: 5,
  reconnectWindowMs: 10 * MINUTE_MS,
  apiErrorBps: 2_000,
  apiCalls: 50,
  spreadMultipleBps: 50_000,
  volatilityMultipleBps: 40_000,
};

/** The rungs of a profile that states none: the usual ones, none of them beyond its own halt. */
export function rungsWithin(drawdownBpsMax: number): DrawdownRungs {
  return {
    ...DEFAULT_RUNGS,
    riskAtBps: Math.min(DEFAULT_RUNGS.riskAtBps, drawdownBpsMax),
    exposureAtBps: Math.min(DEFAULT_RUNGS.exposureAtBps, drawdownBpsMax),
  };
}
