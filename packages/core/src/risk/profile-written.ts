import { CURRENCY_SCALE } from "../money/asset.ts";
import { formatUnits } from "../numeric/fixed.ts";
import type { Cap, RiskProfile } from "./profile.ts";
import { riskProfileSchema } from "./profile-schema.ts";
import type { FactValues } from "./refusal.ts";

type WrittenCap = { readonly percentBps?: number; readonly absolute?: string };

function writtenCap({ percentBps, absoluteUnits }: Cap): WrittenCap {
  return {
    ...(percentBps === undefined ? {} : { percentBps }),
    ...(absoluteUnits === undefined ? {} : { absolute: formatUnits(absoluteUnits, CURRENCY_SCALE) }),
  };
}

/** A risk profile as files and pages hold it: amounts as decimal text, what is not stated left out. */
export type WrittenRiskProfile = Omit<
  RiskProfile,
  "totalCap" | "pairCap" | "clusterCap" | "topThreeBpsMax" | "instrumentCaps" | "quoteCaps" | "minTradeUnits"
> & {
  readonly totalCap: WrittenCap;
  readonly pairCap: WrittenCap;
  readonly clusterCap: WrittenCap;
  readonly topThreeBpsMax?: number;
  readonly instrumentCaps: readonly { readonly symbol: string; readonly cap: WrittenCap }[];
  readonly quoteCaps: readonly { readonly asset: string; readonly cap: WrittenCap }[];
  readonly minTrade: string;
};

/** The written form of a profile: what `readRiskProfile` reads back to the same. */
export function writeRiskProfile(profile: RiskProfile): WrittenRiskProfile {
  const { totalCap, pairCap, clusterCap, topThreeBpsMax, instrumentCaps, quoteCaps, minTradeUnits, ...rest } = profile;
  return {
    ...rest,
    totalCap: writtenCap(totalCap),
    pairCap: writtenCap(pairCap),
    clusterCap: writtenCap(clusterCap),
    ...(topThreeBpsMax === undefined ? {} : { topThreeBpsMax }),
    instrumentCaps: instrumentCaps.map(({ symbol, cap }) => ({ symbol, cap: writtenCap(cap) })),
    quoteCaps: quoteCaps.map(({ asset, cap }) => ({ asset, cap: writtenCap(cap) })),
    minTrade: formatUnits(minTradeUnits, CURRENCY_SCALE),
  };
}

/** A written profile read: the profile, or a refusal that names every fault by its path. */
export type ProfileReading =
  | { readonly isAdmitted: true; readonly profile: RiskProfile }
  | { readonly isAdmitted: false; readonly code: "PROFILE_REFUSED"; readonly facts: FactValues };

/** Reads whatever a person or a file hands in. Nothing is repaired: what is wrong is named, all of it at once. */
export function readRiskProfile(written: unknown): ProfileReading {
  const read = riskProfileSchema.safeParse(written);
  if (read.success) return { isAdmitted: true, profile: read.data };
  return {
    isAdmitted: false,
    code: "PROFILE_REFUSED",
    facts: read.error.issues.map(({ path, message }) => [path.length === 0 ? "profile" : path.map(String).join("."), message]),
  };
}
