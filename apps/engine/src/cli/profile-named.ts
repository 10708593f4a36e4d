import { stat } from "node:fs/promises";
import { presetNamed, storedProfileName, storedProfileText, type StoredProfileName } from "@ballast/core/backtest/study-profile";
import { decodeRiskProfile, encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { readProfileVersion } from "@ballast/db/repositories/profile-versions";
import type { Pool } from "pg";
import { readAccountFile } from "./account-file-acts.ts";
import { CommandRefused } from "./command.ts";

/** A risk profile with the words for it. */
export type NamedProfile = { readonly profile: RiskProfile; readonly name: string };

/** The profile that an account file states; undefined where the text names no file. */
export async function profileOfFile(text: string): Promise<NamedProfile | undefined> {
  const stats = await stat(text).catch(() => undefined);
  if (stats?.isFile() !== true) return undefined;
  const file = await readAccountFile(text);
  return { profile: file.profile, name: `${file.profileKey} of ${text}` };
}

/** A version of the workspace's own profile, by key (the newest) or key@version; undefined where it has none of that name. */
export async function storedProfile(
  pool: Pool,
  of: { readonly tenantId: string; readonly text: string },
): Promise<(StoredProfileName & { readonly profile: RiskProfile }) | undefined> {
  const { tenantId, text } = of;
  const { key, version } = storedProfileName(text) ?? { key: text, version: undefined };
  const stored = await readProfileVersion(pool, { tenantId, key, version });
  return stored && { key, version: stored.version, profile: decodeRiskProfile(stored.body) };
}

const unknownProfile = (text: string, mend: string): CommandRefused =>
  new CommandRefused({ code: "PROFILE_UNKNOWN", fact: `there is no risk profile ${text}`, mend });

/**
 * A profile as it ships, by its bare name, else one of the workspace's own: by key (the newest) or key@version. A
 * workspace may have saved other limits under the name of one that ships: whoever means those writes their version.
 */
export async function profileNamed(pool: Pool, of: { readonly tenantId: string; readonly text: string }): Promise<NamedProfile> {
  const { text } = of;
  const preset = presetNamed(text);
  if (preset !== undefined) return { profile: preset, name: `${text}, as it ships` };
  const stored = await storedProfile(pool, of);
  if (stored !== undefined) return { profile: stored.profile, name: `${stored.key} v${stored.version}` };
  throw unknownProfile(text, "Name guarded, balanced, one of the workspace's own (key or key@version), or an account file.");
}

/** The same with the key that an account follows it under and its bytes, a stored version's to the byte. */
export async function accountProfileNamed(
  pool: Pool,
  of: { readonly tenantId: string; readonly text: string },
): Promise<{ readonly key: string; readonly body: Uint8Array }> {
  const { tenantId, text } = of;
  const preset = presetNamed(text);
  if (preset !== undefined) return { key: text, body: encodeRiskProfile(preset) };
  const { key, version } = storedProfileName(text) ?? { key: text, version: undefined };
  const stored = await readProfileVersion(pool, { tenantId, key, version });
  if (stored !== undefined) return { key, body: stored.body };
  throw unknownProfile(text, "Name guarded, balanced, reference, or one of the workspace's own: key or key@version.");
}

/**
 * The profile of a study's terms: the name of one that ships, else the workspace's own with its version,
 * the newest where none is named.
 */
export async function studyProfileNamed(pool: Pool, of: { readonly tenantId: string; readonly text: string }): Promise<string> {
  const { text } = of;
  if (presetNamed(text) !== undefined) return text;
  const stored = await storedProfile(pool, of);
  if (stored !== undefined) return storedProfileText(stored);
  throw unknownProfile(text, "Name reference, guarded, balanced, or one of the workspace's own: key or key@version.");
}
