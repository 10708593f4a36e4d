import { z } from "zod";

const NAME = /^[a-z][a-z0-9_]{0,31}$/;
const ROOT = /^[a-z][a-z0-9_]{0,31}\/[a-z][a-z0-9_]{0,31}$/;
const DAY_MINUTES = 1440;
const MONTH_HOURS = 720;
const COOLING_OFF_HOURS_MIN = 24;
const TIMEOUT_MS_MAX = 120_000;

const nameOf = (what: string) => z.string().regex(NAME, `a ${what} is small letters, digits and _`);
const timeoutMs = z.int().min(100).max(TIMEOUT_MS_MAX);

/**
 * The part of an account file that neither the risk profile nor the strategy settings hold. What
 * reads a group may come in a later release; until then its values are bounded, kept and shown.
 */
export const setUpShape = {
  scope: z.strictObject({ assetClass: nameOf("asset class"), venue: nameOf("venue"), region: nameOf("region") }),
  apiTier: z.enum(["starter", "intermediate", "pro"]),
  gatePolicy: z.enum(["paper", "live"]),
  artifactRoot: z.string().regex(ROOT, "an artifact root is asset class/venue_region, as crypto/kraken_global"),
  training: z.strictObject({
    isOn: z.boolean(),
    newBarsMin: z.int().min(1).max(1_000_000),
    newTradesMin: z.int().min(0).max(1_000_000),
    minutesMax: z.int().min(1).max(DAY_MINUTES),
  }),
  approval: z.strictObject({
    persons: z.literal([1, 2]),
    expiresHours: z.int().min(1).max(MONTH_HOURS),
    coolingOffHours: z.int().min(COOLING_OFF_HOURS_MIN).max(MONTH_HOURS),
  }),
  retries: z.strictObject({
    attemptsMax: z.int().min(0).max(10),
    firstDelayMs: z.int().min(10).max(60_000),
    delayMsMax: z.int().min(10).max(600_000),
  }),
  timeouts: z.strictObject({ orderMs: timeoutMs, queryMs: timeoutMs, stopAcknowledgedMs: timeoutMs }),
};

const setUpSchema = z.strictObject(setUpShape);
export type SetUp = z.infer<typeof setUpSchema>;

/** What an account has that nobody has applied a file to. */
export function defaultSetUp(mode: "paper" | "live"): SetUp {
  return {
    scope: { assetClass: "crypto", venue: "kraken", region: "global" },
    apiTier: "starter",
    gatePolicy: mode,
    artifactRoot: "crypto/kraken_global",
    training: { isOn: mode === "paper", newBarsMin: 24, newTradesMin: 0, minutesMax: 110 },
    approval: { persons: mode === "live" ? 2 : 1, expiresHours: 72, coolingOffHours: 24 },
    retries: { attemptsMax: 3, firstDelayMs: 250, delayMsMax: 5_000 },
    timeouts: { orderMs: 10_000, queryMs: 5_000, stopAcknowledgedMs: 5_000 },
  };
}

/** The set-up alone, its groups and their members in the order of the schema. */
export function setUpOf(file: SetUp): SetUp {
  const { scope, apiTier, gatePolicy, artifactRoot, training, approval, retries, timeouts } = file;
  return setUpSchema.parse({ scope, apiTier, gatePolicy, artifactRoot, training, approval, retries, timeouts });
}

/** Bytes of a set-up: the same values are the same bytes, for the schema fixes the order of its members. */
export function encodeSetUp(setUp: SetUp): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(setUpOf(setUp)));
}

export function decodeSetUp(bytes: Uint8Array): SetUp {
  return setUpSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
}
