import { z } from "zod";
import type { RiskProfile } from "../risk/profile.ts";
import { RISK_PROFILE_PRESETS } from "../risk/profile-presets.ts";

/** Digits of a version: more of them than versions anybody writes. */
const STORED = /^([^@\s]{1,100})@([1-9]\d{0,8})$/;

/** A version of a workspace's own profile: it never changes, so that its name stands for its content. */
export type StoredProfileName = { readonly key: string; readonly version: number };

/** The profile of this name that ships; undefined where none does. */
export function presetNamed(name: string): RiskProfile | undefined {
  return Object.entries(RISK_PROFILE_PRESETS).find(([preset]) => preset === name)?.[1];
}

/** The stored version that `key@version` names; undefined where the text names none. */
export function storedProfileName(text: string): StoredProfileName | undefined {
  const [, key, version] = STORED.exec(text) ?? [];
  return key === undefined || version === undefined ? undefined : { key, version: Number(version) };
}

export const storedProfileText = ({ key, version }: StoredProfileName): string => `${key}@${version}`;

/**
 * The risk profile of a study: one that ships, or a version of the workspace's own as `key@version`. A key
 * without its version would mean something else tomorrow, and the same terms would give another result.
 */
export const studyProfileField = z.string().refine((text) => presetNamed(text) !== undefined || storedProfileName(text) !== undefined, {
  error: "name reference, guarded, balanced, or a profile of the workspace with its version, as careful@3",
});
