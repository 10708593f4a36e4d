import { z } from "zod";
import { CURRENCY_SCALE } from "../money/asset.ts";
import { parseUnits } from "../numeric/fixed.ts";
import { scheduleFault } from "../time/schedule.ts";
import { profileBreaches } from "./profile-breaches.ts";
import { groupSchemas } from "./profile-group-schemas.ts";
import { DEFAULT_HURDLE, DEFAULT_KILL_TRIGGERS, DEFAULT_MARKET_LIMITS, DEFAULT_ORDER_LIMITS, rungsWithin } from "./profile-groups.ts";
import type { Cap, RiskProfile } from "./profile.ts";

const WHOLE_BPS = 10_000;
const VOLATILITY_BPS_MAX = 100_000;
const CAPS_MAX = 60;
const WINDOWS_MAX = 24;
const DAY_MINUTES = 1440;
const SNAPSHOT_AGE_MS_MIN = 1_000;
const SNAPSHOT_AGE_MS_MAX = 3_600_000;
const TEXT_MAX = 60;

const bps = z.int().min(0).max(WHOLE_BPS);
const minute = z
  .int()
  .min(0)
  .max(DAY_MINUTES - 1);

/** An amount as decimal text, exact: more decimals than a currency has are an error, never rounded. */
const amount = z.string().transform((text, context) => {
  const units = parseUnits(text, CURRENCY_SCALE);
  if (units !== undefined && units >= 0n) return units;
  context.addIssue({ code: "custom", message: `not an amount of at most ${CURRENCY_SCALE} decimals: ${text}` });
  return z.NEVER;
});

const cap = z
  .strictObject({ percentBps: bps.optional(), absolute: amount.optional() })
  .transform(({ percentBps, absolute }): Cap => ({ percentBps, absoluteUnits: absolute }));

/** A percent must stand, because policy bounds it. */
const boundedCap = cap.refine((value) => value.percentBps !== undefined, { error: "states no percent, which policy bounds" });

function distinct<T>(name: string, keyOf: (item: T) => string) {
  return z.refine<readonly T[]>((items) => new Set(items.map(keyOf)).size === items.length, { error: `${name} stands twice` });
}

const by =
  <T>(keyOf: (item: T) => string) =>
  (left: T, right: T): number =>
    keyOf(left) < keyOf(right) ? -1 : 1;

/**
 * A governed risk profile as people and files write it: bounded field by field, then by policy.
 * The reference profile is not among them: it is code, for runs that are compared with a program.
 */
export const riskProfileSchema: z.ZodType<RiskProfile> = z
  .strictObject({
    kind: z.literal("governed"),
    name: z.string().min(1).max(TEXT_MAX),
    sizing: z.literal("risk"),
    riskFractionBps: bps,
    riskPerTradeBps: bps,
    targetVolatilityBps: z.int().min(1).max(VOLATILITY_BPS_MAX),
    positionsMax: z.int().min(0),
    leverageMax: z.int().min(1).default(1),
    totalCap: boundedCap,
    pairCap: cap,
    clusterCap: boundedCap,
    topThreeBpsMax: bps.optional(),
    instrumentCaps: z
      .array(z.strictObject({ symbol: z.string().min(3).max(TEXT_MAX), cap }))
      .max(CAPS_MAX)
      .check(distinct("an instrument", (item: { symbol: string }) => item.symbol)),
    quoteCaps: z
      .array(z.strictObject({ asset: z.string().min(1).max(TEXT_MAX), cap }))
      .max(CAPS_MAX)
      .check(distinct("a quote", (item: { asset: string }) => item.asset)),
    correlationBpsMax: bps,
    onCorrelation: z.enum(["refuse", "cluster"]),
    drawdownBpsMax: bps,
    dailyLossBpsMax: bps,
    minTrade: amount,
    onHalt: z.enum(["flatten", "reduce_only"]),
    schedule: z
      .strictObject({
        windows: z.array(z.strictObject({ fromMinute: minute, toMinute: minute })).max(WINDOWS_MAX),
        transitionMinutes: minute,
      })
      .superRefine((schedule, context) => {
        const fault = scheduleFault(schedule);
        if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
      }),
    stopsInDowntime: z.enum(["rest", "flat_before", "hold"]),
    withoutModel: z.enum(["rules_only", "reduce_only"]),
    isReduceOnly: z.boolean(),
    snapshotAgeMsMax: z.int().min(SNAPSHOT_AGE_MS_MIN).max(SNAPSHOT_AGE_MS_MAX),
    rungs: groupSchemas.rungs.optional(),
    hurdle: groupSchemas.hurdle.default(DEFAULT_HURDLE),
    marketLimits: groupSchemas.marketLimits.default(DEFAULT_MARKET_LIMITS),
    orderLimits: groupSchemas.orderLimits.default(DEFAULT_ORDER_LIMITS),
    killTriggers: groupSchemas.killTriggers.default(DEFAULT_KILL_TRIGGERS),
    releasePersons: z.literal([1, 2]).default(1),
  })
  .transform(({ minTrade, topThreeBpsMax, rungs, ...profile }): RiskProfile => ({
    ...profile,
    topThreeBpsMax,
    rungs: rungs ?? rungsWithin(profile.drawdownBpsMax),
    minTradeUnits: minTrade,
    instrumentCaps: [...profile.instrumentCaps].sort(by((item) => item.symbol)),
    quoteCaps: [...profile.quoteCaps].sort(by((item) => item.asset)),
  }))
  .superRefine((profile, context) => {
    for (const { path, words } of profileBreaches(profile)) context.addIssue({ code: "custom", path: path.split("."), message: words });
    const fault = rungsFault(profile);
    if (fault !== undefined) context.addIssue({ code: "custom", path: ["rungs"], message: fault });
  });

/** Rungs that stand in another order than their consequences would never act, or act too late. */
function rungsFault({ rungs, drawdownBpsMax }: RiskProfile): string | undefined {
  if (rungs.riskAtBps <= rungs.exposureAtBps && rungs.exposureAtBps <= drawdownBpsMax) return undefined;
  return `rungs at ${rungs.riskAtBps} and ${rungs.exposureAtBps} do not rise to the halt at ${drawdownBpsMax}`;
}
