import { profileDiff, type ProfileValue } from "@ballast/core/risk/profile-diff";
import { writeAccount, type AccountFile } from "./account-file.ts";

/** One member that differs, by its path in the file. */
export type AccountChange = {
  readonly path: string;
  /** As it is written; undefined where it is not stated. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** As of a risk profile's change; undefined where risk is not concerned. */
  readonly isTightening: boolean | undefined;
  /** Whether it stands from the account's opening on. */
  readonly isFixed: boolean;
};

/** Set when an account is opened: its books are kept in them. */
const FIXED = ["key", "mode", "market", "balance", "fees"];
/** Members that are not of the risk profile and yet say how much an account may risk, and which way is less. */
const SAFER: Readonly<Record<string, "higher" | "lower">> = {
  "approval.persons": "higher",
  "approval.coolingOffHours": "higher",
  "approval.expiresHours": "lower",
  "timeouts.stopAcknowledgedMs": "lower",
};
const GATES = ["paper", "live"];

type Leaf = readonly [path: string, value: string];

function leavesOf(value: unknown, path: string): readonly Leaf[] {
  if (Array.isArray(value))
    return [[path, value.map((item: unknown) => (typeof item === "string" ? item : JSON.stringify(item))).join(" ")]];
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, path === "" ? name : `${path}.${name}`));
  return value === undefined ? [] : [[path, typeof value === "string" ? value : JSON.stringify(value)]];
}

function isSafer(path: string, before: string, after: string): boolean | undefined {
  if (path === "gatePolicy") return GATES.indexOf(after) > GATES.indexOf(before);
  const direction = SAFER[path];
  if (direction === undefined) return undefined;
  return direction === "higher" ? Number(after) > Number(before) : Number(after) < Number(before);
}

/** Where members of a risk profile stand in the file, if not under `risk`. */
const RISK_PATHS: Readonly<Record<string, string>> = {
  "schedule.windows": "downtime.windows",
  "schedule.transitionMinutes": "downtime.transitionMinutes",
  stopsInDowntime: "downtime.stops",
  withoutModel: "fallback",
};

function riskChanges(before: AccountFile, after: AccountFile): readonly AccountChange[] {
  const shown = (value: ProfileValue): string | undefined => (value === undefined ? undefined : String(value));
  return profileDiff(before.profile, after.profile).map(({ path, before: was, after: is, isTightening }) => ({
    path: RISK_PATHS[path] ?? `risk.${path}`,
    before: shown(was),
    after: shown(is),
    isTightening,
    isFixed: false,
  }));
}

/** The members of a file that are no part of its risk profile. */
function otherLeaves(file: AccountFile): ReadonlyMap<string, string> {
  const { ballast: _form, risk, fallback: _fallback, downtime: _downtime, ...rest } = writeAccount(file);
  return new Map([...leavesOf(rest, ""), ["risk.profile", risk.profile]]);
}

/** What a file changes of an account, in the file's order, the limits last. Empty where nothing. */
export function diffAccountFiles(before: AccountFile, after: AccountFile): readonly AccountChange[] {
  const [old, next] = [otherLeaves(before), otherLeaves(after)];
  const paths = [...new Set([...old.keys(), ...next.keys()])];
  const others = paths.flatMap((path): readonly AccountChange[] => {
    const [was, is] = [old.get(path), next.get(path)];
    if (was === is) return [];
    const isTightening = was === undefined || is === undefined ? undefined : isSafer(path, was, is);
    return [{ path, before: was, after: is, isTightening, isFixed: FIXED.includes(path.split(".")[0] ?? path) }];
  });
  return [...others, ...riskChanges(before, after)];
}
