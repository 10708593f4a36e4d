import { stat } from "node:fs/promises";
import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { RISK_PROFILE_PRESETS } from "@ballast/core/risk/profile-presets";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { readProfileVersion } from "@ballast/db/repositories/profile-versions";
import type { Pool } from "pg";
import { readAccountFile } from "./account-file-acts.ts";
import { CommandRefused } from "./command.ts";

const KEY_AT_VERSION = /^([^@]+)@(\d{1,9})$/;

/** A risk profile with the words for it. */
export type NamedProfile = { readonly profile: RiskProfile; readonly name: string };

/** The profile that an account file states; undefined where the text names no file. */
export async function profileOfFile(text: string): Promise<NamedProfile | undefined> {
  const stats = await stat(text).catch(() => undefined);
  if (stats?.isFile() !== true) return undefined;
  const file = await readAccountFile(text);
  return { profile: file.profile, name: `${file.profileKey} of ${text}` };
}

/** A profile by key, by key@version, or by the name of one that ships. */
export async function profileNamed(pool: Pool, of: { readonly tenantId: string; readonly text: string }): Promise<NamedProfile> {
  const { tenantId, text } = of;
  const [, key = text, version] = KEY_AT_VERSION.exec(text) ?? [];
  const stored = await readProfileVersion(pool, { tenantId, key, version: version === undefined ? undefined : Number(version) });
  if (stored !== undefined) return { profile: decodeRiskProfile(stored.body), name: `${key} v${stored.version}` };
  const preset = version === undefined ? Object.entries(RISK_PROFILE_PRESETS).find(([name]) => name === key)?.[1] : undefined;
  if (preset !== undefined) return { profile: preset, name: `${key}, as it ships` };
  throw new CommandRefused({
    code: "PROFILE_UNKNOWN",
    fact: `there is no risk profile ${text}`,
    mend: "Name guarded, balanced, one of the workspace's own (key or key@version), or an account file.",
  });
}
