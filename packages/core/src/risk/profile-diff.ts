import { CURRENCY_SCALE } from "../money/asset.ts";
import { parseUnits } from "../numeric/fixed.ts";
import type { Schedule } from "../time/schedule.ts";
import type { RiskProfile } from "./profile.ts";
import { writeRiskProfile } from "./profile-written.ts";

/** A value of a written profile; undefined where it is not stated, which is no limit. */
export type ProfileValue = string | number | boolean | undefined;

/** One difference between two versions of a profile, by the path in its written form. */
export type ProfileChange = {
  readonly path: string;
  readonly before: ProfileValue;
  readonly after: ProfileValue;
  /** True where the account may risk less, false where it may risk more or nobody can say; undefined where risk is not concerned. */
  readonly isTightening: boolean | undefined;
};

/** How a value moves when risk shrinks: down, up, on along a list; or risk does not depend on it. */
type Direction = "lower" | "higher" | "none" | readonly (string | boolean)[];

/** By the last step of a path. A value that stands in no row counts as looser, so that a new limit can't pass as harmless. */
const DIRECTIONS: Readonly<Record<string, Direction>> = {
  kind: ["reference", "governed"],
  name: "none",
  sizing: ["all", "risk"],
  riskFractionBps: "lower",
  riskPerTradeBps: "lower",
  targetVolatilityBps: "lower",
  positionsMax: "lower",
  leverageMax: "lower",
  percentBps: "lower",
  absolute: "lower",
  topThreeBpsMax: "lower",
  correlationBpsMax: "lower",
  onCorrelation: ["cluster", "refuse"],
  drawdownBpsMax: "lower",
  dailyLossBpsMax: "lower",
  minTrade: "higher",
  onHalt: ["reduce_only", "flatten"],
  transitionMinutes: "higher",
  stopsInDowntime: ["hold", "rest", "flat_before"],
  withoutModel: ["rules_only", "reduce_only"],
  isReduceOnly: [false, true],
  snapshotAgeMsMax: "lower",
  riskAtBps: "lower",
  riskFactorBps: "lower",
  exposureAtBps: "lower",
  exposureFactorBps: "lower",
  feeBps: "higher",
  slippageBps: "higher",
  edgeMultipleBps: "higher",
  spreadMultipleBps: "lower",
  volatilityMultipleBps: "lower",
  priceCollarBps: "lower",
  fxAgeBarsMax: "lower",
  perMinuteMax: "lower",
  perHourMax: "lower",
  openMax: "lower",
  heartbeatGapMs: "lower",
  reconnects: "lower",
  reconnectWindowMs: "higher",
  apiErrorBps: "lower",
  apiCalls: "lower",
  releasePersons: "higher",
};

const WINDOWS_PATH = "schedule.windows";

function windowsText({ windows }: Schedule): string {
  const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  return windows.map(({ fromMinute, toMinute }) => `${clock(fromMinute)}-${clock(toMinute)}`).join(" ");
}

function isMinuteDown({ windows }: Schedule, minute: number): boolean {
  return windows.some(({ fromMinute, toMinute }) =>
    fromMinute < toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute,
  );
}

const DAY_MINUTES = 1440;

/** Whether every minute of downtime stays one: windows may be split and joined without a minute more to trade in. */
function keepsDowntime(before: Schedule, after: Schedule): boolean {
  for (let minute = 0; minute < DAY_MINUTES; minute += 1) if (isMinuteDown(before, minute) && !isMinuteDown(after, minute)) return false;
  return true;
}

type Leaf = readonly [path: string, value: ProfileValue];

function leavesOf(value: unknown, path: string): readonly Leaf[] {
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, `${path}.${key}`));
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return [[path, value]];
  return [];
}

/** Every value of a profile by its path; caps of instruments and quotes by their names, so that an order of lists is no difference. */
export function profileLeaves(profile: RiskProfile): ReadonlyMap<string, ProfileValue> {
  const { schedule, instrumentCaps, quoteCaps, ...rest } = writeRiskProfile(profile);
  const leaves: readonly Leaf[] = [
    ...Object.entries(rest).flatMap(([key, value]) => leavesOf(value, key)),
    ...instrumentCaps.flatMap(({ symbol, cap }) => leavesOf(cap, `instrumentCaps.${symbol}`)),
    ...quoteCaps.flatMap(({ asset, cap }) => leavesOf(cap, `quoteCaps.${asset}`)),
    [WINDOWS_PATH, windowsText(schedule)],
    ["schedule.transitionMinutes", schedule.transitionMinutes],
  ];
  return new Map(leaves);
}

/** Negative where `left` allows less than `right`. No limit allows the most. */
function compareLimits(left: ProfileValue, right: ProfileValue): number | undefined {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
  if (typeof left === "number" && typeof right === "number") return left - right;
  const [leftUnits, rightUnits] = [parseUnits(String(left), CURRENCY_SCALE), parseUnits(String(right), CURRENCY_SCALE)];
  if (leftUnits === undefined || rightUnits === undefined) return undefined;
  return leftUnits < rightUnits ? -1 : Number(leftUnits > rightUnits);
}

function isTighter(direction: Direction | undefined, before: ProfileValue, after: ProfileValue): boolean | undefined {
  if (direction === undefined) return false;
  if (direction === "none") return undefined;
  if (typeof direction === "string") {
    const order = compareLimits(after, before);
    return order !== undefined && (direction === "lower" ? order < 0 : order > 0);
  }
  const stepOf = (value: ProfileValue): number => (typeof value === "number" || value === undefined ? -1 : direction.indexOf(value));
  return stepOf(before) >= 0 && stepOf(after) > stepOf(before);
}

/** What one version of a profile changes of another, in the order of their written form. Empty where they are equal. */
export function profileDiff(before: RiskProfile, after: RiskProfile): readonly ProfileChange[] {
  const [old, next] = [profileLeaves(before), profileLeaves(after)];
  const paths = [...new Set([...old.keys(), ...next.keys()])];
  return paths.flatMap((path): readonly ProfileChange[] => {
    const [was, is] = [old.get(path), next.get(path)];
    if (was === is) return [];
    if (path === WINDOWS_PATH) return [{ path, before: was, after: is, isTightening: keepsDowntime(before.schedule, after.schedule) }];
    const direction = DIRECTIONS[path.slice(path.lastIndexOf(".") + 1)];
    return [{ path, before: was, after: is, isTightening: isTighter(direction, was, is) }];
  });
}

/** Whether any change lets an account risk more: then a second person has to approve the version (law 9). */
export function isLoosening(changes: readonly ProfileChange[]): boolean {
  return changes.some(({ isTightening }) => isTightening === false);
}
