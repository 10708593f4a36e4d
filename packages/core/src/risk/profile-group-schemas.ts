/** The groups of a written risk profile, each figure with the range in which it still protects. */
import { z } from "zod";
import { MINUTE_MS, HOUR_MS, SECOND_MS } from "../time/timeframe.ts";

const WHOLE_BPS = 10_000;
const MULTIPLE_BPS_MAX = 100_000;
const ORDERS_MAX = 1_000;
const API_CALLS_MAX = 1_000;
const RECONNECTS_MAX = 100;
const FX_AGE_BARS_MAX = 2;
const COLLAR_BPS_MAX = 1_000;
const COST_BPS_MAX = 1_000;

const bps = z.int().min(0).max(WHOLE_BPS);
/** From once to ten times: below one it would refuse the ordinary, above ten it would never act. */
const multiple = z.int().min(WHOLE_BPS).max(MULTIPLE_BPS_MAX);
const cost = z.int().min(0).max(COST_BPS_MAX);
const count = z.int().min(1).max(ORDERS_MAX);

export const groupSchemas = {
  rungs: z.strictObject({ riskAtBps: bps.min(1), riskFactorBps: bps, exposureAtBps: bps.min(1), exposureFactorBps: bps }),
  hurdle: z.strictObject({ feeBps: cost, slippageBps: cost, edgeMultipleBps: multiple }),
  marketLimits: z.strictObject({
    spreadMultipleBps: multiple,
    volatilityMultipleBps: multiple,
    priceCollarBps: z.int().min(1).max(COLLAR_BPS_MAX),
    fxAgeBarsMax: z.int().min(0).max(FX_AGE_BARS_MAX),
  }),
  orderLimits: z.strictObject({ perMinuteMax: count, perHourMax: count, openMax: count }),
  killTriggers: z.strictObject({
    heartbeatGapMs: z
      .int()
      .min(SECOND_MS)
      .max(10 * MINUTE_MS),
    reconnects: z.int().min(1).max(RECONNECTS_MAX),
    reconnectWindowMs: z.int().min(MINUTE_MS).max(HOUR_MS),
    apiErrorBps: bps.min(1),
    apiCalls: z.int().min(1).max(API_CALLS_MAX),
    spreadMultipleBps: multiple,
    volatilityMultipleBps: multiple,
  }),
};
