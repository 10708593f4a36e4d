import { QUOTE_CURRENCIES, type QuoteCurrency } from "@ballast/core/market/universe";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { writeRiskProfile } from "@ballast/core/risk/profile-written";
import type { StrategySettings } from "@ballast/core/strategy/settings";
import { CURRENCY_SCALE } from "@ballast/core/money/asset";
import { parseUnits } from "@ballast/core/numeric/fixed";
import { timeframeName, timeframeNames } from "@ballast/core/time/timeframe";
import { z } from "zod";
import { setUpShape, type SetUp } from "./set-up.ts";

/** Names the form of the file, so that a later one can be told from it. */
export const FILE_FORM = "account/1";

const PRODUCTS_MAX = 30;
const WINDOW = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/;
const KEY = /^[a-z0-9][a-z0-9-]{0,62}$/;
const BPS_MAX = 1_000;

const key = z.string().regex(KEY, "a key is small letters, digits and dashes");
/** A zero with a sign is zero. */
const bps = z
  .number()
  .min(0)
  .max(BPS_MAX)
  .transform((value) => value + 0);
const amount = z.string("an amount is text, so that no digit is lost").refine((text) => (parseUnits(text, CURRENCY_SCALE) ?? 0n) > 0n, {
  error: `not an amount above 0 with at most ${CURRENCY_SCALE} decimals`,
});

/** The daily downtime as it is written: windows in UTC, half-open. */
export const downtimeSchema = z.strictObject({
  windows: z.array(z.string().regex(WINDOW, "a window is written 03:00-05:00, in UTC")).max(24),
  transitionMinutes: z.int().min(0).max(60),
  stops: z.enum(["rest", "flat_before", "hold"]),
});

/** An account file as it is written. Risk and strategy are read by core's own schemas, which bound them. */
export const accountFileSchema = z.strictObject({
  ballast: z.literal(FILE_FORM),
  key,
  name: z.string().trim().min(1).max(60),
  mode: z.enum(["paper", "live"]),
  scope: setUpShape.scope,
  market: key,
  products: z.array(z.string().min(3)).min(1).max(PRODUCTS_MAX),
  timeframe: z.enum(timeframeNames()),
  balance: z.strictObject({ currency: z.enum(QUOTE_CURRENCIES), starting: amount }),
  apiTier: setUpShape.apiTier,
  fees: z.strictObject({ makerBps: bps, takerBps: bps, slippageBps: bps }),
  strategy: z.looseObject({ settings: key }),
  risk: z.looseObject({ profile: key }),
  fallback: z.enum(["rules_only", "reduce_only"]),
  downtime: downtimeSchema,
  training: setUpShape.training,
  gatePolicy: setUpShape.gatePolicy,
  artifactRoot: setUpShape.artifactRoot,
  approval: setUpShape.approval,
  retries: setUpShape.retries,
  timeouts: setUpShape.timeouts,
});
export type WrittenAccount = z.infer<typeof accountFileSchema>;

/** Everything that an account is set up with, parsed and bounded. */
export type AccountFile = {
  readonly key: string;
  readonly name: string;
  readonly mode: "paper" | "live";
  readonly marketKey: string;
  readonly baseCurrency: QuoteCurrency;
  readonly startingBalance: string;
  readonly fees: WrittenAccount["fees"];
  readonly profileKey: string;
  readonly profile: RiskProfile;
  readonly settingsKey: string;
  readonly settings: StrategySettings;
  readonly setUp: SetUp;
};

const clockOf = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

function writtenStrategy({ settings, settingsKey }: AccountFile): WrittenAccount["strategy"] {
  const { timeframeMs: _timeframeMs, instruments: _instruments, ...own } = settings;
  return { settings: settingsKey, ...own };
}

/** Limits in the order in which people read them: size, caps, ladder, hurdles, triggers. */
const RISK_MEMBERS = [
  ...["name", "riskFractionBps", "riskPerTradeBps", "targetVolatilityBps", "leverageMax", "positionsMax", "minTrade"],
  ...["totalCap", "pairCap", "clusterCap", "topThreeBpsMax", "instrumentCaps", "quoteCaps", "correlationBpsMax", "onCorrelation"],
  ...["drawdownBpsMax", "rungs", "dailyLossBpsMax", "onHalt", "isReduceOnly", "snapshotAgeMsMax"],
  ...["hurdle", "marketLimits", "orderLimits", "killTriggers", "releasePersons"],
] as const;

/** The profile but for what stands elsewhere in the file, in one order however it was made. */
function writtenRisk({ profile, profileKey }: AccountFile): WrittenAccount["risk"] {
  const {
    kind: _kind,
    sizing: _sizing,
    schedule: _schedule,
    stopsInDowntime: _stops,
    withoutModel: _without,
    ...own
  } = writeRiskProfile(profile);
  const rank = (name: string): number => RISK_MEMBERS.findIndex((member) => member === name);
  const members = Object.entries(own).sort(([left], [right]) => rank(left) - rank(right));
  return { profile: profileKey, ...Object.fromEntries(members) };
}

function timeframeOf({ timeframeMs }: StrategySettings): WrittenAccount["timeframe"] {
  const name = timeframeName(timeframeMs);
  if (name === undefined) throw new RangeError(`not a timeframe: ${timeframeMs} ms`);
  return name;
}

/** The written form of an account: every member stated, in the schema's order. */
export function writeAccount(file: AccountFile): WrittenAccount {
  const { profile, settings, setUp } = file;
  return {
    ballast: FILE_FORM,
    key: file.key,
    name: file.name,
    mode: file.mode,
    scope: setUp.scope,
    market: file.marketKey,
    products: [...settings.instruments],
    timeframe: timeframeOf(settings),
    balance: { currency: file.baseCurrency, starting: file.startingBalance },
    apiTier: setUp.apiTier,
    fees: file.fees,
    strategy: writtenStrategy(file),
    risk: writtenRisk(file),
    fallback: profile.withoutModel,
    downtime: {
      windows: profile.schedule.windows.map(({ fromMinute, toMinute }) => `${clockOf(fromMinute)}-${clockOf(toMinute)}`),
      transitionMinutes: profile.schedule.transitionMinutes,
      stops: profile.stopsInDowntime,
    },
    training: setUp.training,
    gatePolicy: setUp.gatePolicy,
    artifactRoot: setUp.artifactRoot,
    approval: setUp.approval,
    retries: setUp.retries,
    timeouts: setUp.timeouts,
  };
}
