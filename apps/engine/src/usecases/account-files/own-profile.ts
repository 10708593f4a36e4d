import { toHex } from "@ballast/core/numeric/hash";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { RISK_PROFILE_PRESETS } from "@ballast/core/risk/profile-presets";
import type { AccountFile } from "./account-file.ts";

const SHIPPED: ReadonlyMap<string, RiskProfile> = new Map(Object.entries(RISK_PROFILE_PRESETS));

const isSame = (left: RiskProfile, right: RiskProfile): boolean => toHex(encodeRiskProfile(left)) === toHex(encodeRiskProfile(right));

/**
 * The file with its limits under a key that may hold them. Whoever names `guarded` gets what ships under that name:
 * other limits are the account's own, under the account's key. What the account stands on already stays where it is.
 */
export function withOwnProfile(file: AccountFile, standing?: AccountFile): AccountFile {
  const { key, profileKey, profile } = file;
  const shipped = SHIPPED.get(profileKey);
  if (shipped === undefined || isSame(shipped, profile)) return file;
  if (standing?.profileKey === profileKey && isSame(standing.profile, profile)) return file;
  const ownKey = SHIPPED.has(key) ? `${key}-own` : key;
  return { ...file, profileKey: ownKey, profile: { ...profile, name: profile.name === shipped.name ? ownKey : profile.name } };
}

/** Says where the limits of a file went, for whoever applies it; empty where they stay where the file has them. */
export function ownProfileWords(given: AccountFile, kept: AccountFile): readonly string[] {
  if (given.profileKey === kept.profileKey) return [];
  return [
    `The limits differ from those of ${given.profileKey}, which ships: they are kept as risk profile ${kept.profileKey}, and ${given.profileKey} stays as it is.`,
  ];
}
