import { presetNamed, storedProfileName } from "@ballast/core/backtest/study-profile";
import type { StudySpec } from "@ballast/core/backtest/study-spec";
import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { readProfileVersion } from "@ballast/db/repositories/profile-versions";
import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";

const unknown = (message: string): AppError => new AppError("PROFILE_UNKNOWN", message, { retry: "never" });

/** The profile that ships under the name of a study's terms; a refusal where a server is needed to know it. */
export function shippedProfile({ profile }: Pick<StudySpec, "profile">): RiskProfile {
  const preset = presetNamed(profile);
  if (preset !== undefined) return preset;
  throw unknown(`the risk profile ${profile} is a workspace's own, and a file alone is walked without a server: take one that ships`);
}

/** The risk profile that a study's terms name: one that ships, or a version of the workspace's own. */
export async function loadStudyProfile(
  pool: Pool,
  of: { readonly tenantId: string; readonly spec: Pick<StudySpec, "profile" | "strategy"> },
): Promise<RiskProfile> {
  const { tenantId, spec } = of;
  const named = storedProfileName(spec.profile);
  if (named === undefined) return shippedProfile(spec);
  const stored = await readProfileVersion(pool, { tenantId, ...named });
  if (stored === undefined) throw unknown(`the workspace has no risk profile ${named.key} of version ${named.version}`);
  const profile = decodeRiskProfile(stored.body);
  if (spec.strategy === "governed" && profile.kind === "reference")
    throw new AppError("PROFILE_UNFIT", `governed strategies need limits, and ${spec.profile} is a reference profile, which has none`, {
      retry: "never",
    });
  return profile;
}
