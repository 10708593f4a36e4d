import type { ProfileSummary } from "../shell/answers.ts";

const counted = (accounts: number): string => `${accounts} account${accounts === 1 ? "" : "s"}`;

/** Which version is the newest, and which ones accounts decide by: a saved version moves none of them. */
export function profileState({ key, version, holders }: Pick<ProfileSummary, "key" | "version" | "holders">): string {
  const newest = `${key} is at version ${version}`;
  if (holders.length === 0) return `${newest}, no account on any.`;
  const parts = holders.map((held) => `${counted(held.accounts)} on version ${held.version}`);
  return `${newest}: ${parts.join(", ")}.`;
}
