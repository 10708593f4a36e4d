import type { RiskProfile } from "@ballast/core/risk/profile";
import { riskProfileSchema } from "@ballast/core/risk/profile-schema";
import { DEFAULT_SCHEDULE } from "@ballast/core/time/schedule";
import { strategySettingsSchema, type StrategySettings } from "@ballast/core/strategy/settings";
import { parseTimeframe } from "@ballast/core/time/timeframe";
import type { z } from "zod";
import { plainWords } from "../../plain-words.ts";
import { accountFileSchema, downtimeSchema, type AccountFile, type WrittenAccount } from "./account-file.ts";
import { setUpOf } from "./set-up.ts";

/** Something wrong with a written account: where, and what. */
export type AccountFault = { readonly path: readonly string[]; readonly what: string };

/** A written account read, or every fault that it has. Nothing is repaired. */
export type AccountReading =
  { readonly isAdmitted: true; readonly file: AccountFile } | { readonly isAdmitted: false; readonly faults: readonly AccountFault[] };

type Members = Readonly<Record<string, unknown>>;
type Part<T> = { readonly part: T | undefined; readonly faults: readonly AccountFault[] };

function membersOf(of: unknown): Members {
  return typeof of === "object" && of !== null && !Array.isArray(of) ? { ...of } : {};
}

function without(of: unknown, left: string): Members {
  return Object.fromEntries(Object.entries(membersOf(of)).filter(([name]) => name !== left));
}

/** Faults that a schema found, each unknown member one of its own. */
function faultsOf(issues: readonly z.core.$ZodIssue[]): readonly AccountFault[] {
  return issues.flatMap((issue): readonly AccountFault[] => {
    const path = issue.path.map(String);
    if (issue.code !== "unrecognized_keys") return [{ path, what: issue.message }];
    return issue.keys.map((name) => ({ path: [...path, name], what: "is not known here" }));
  });
}

/** The strategy with the products and the timeframe that stand beside it. */
function readStrategy(raw: Members): Part<StrategySettings> {
  const timeframe = typeof raw["timeframe"] === "string" ? parseTimeframe(raw["timeframe"]) : undefined;
  const written = { ...without(raw["strategy"], "settings"), timeframeMs: timeframe, instruments: raw["products"] };
  const read = strategySettingsSchema.safeParse(written, { error: plainWords });
  if (read.success) return { part: read.data, faults: [] };
  const faults = faultsOf(read.error.issues).flatMap(({ path, what }): readonly AccountFault[] => {
    const [first, ...rest] = path;
    if (first === "instruments") return [{ path: ["products", ...rest], what }];
    if (first !== "timeframeMs") return [{ path: ["strategy", ...path], what }];
    // A timeframe that is none is told already, by its own name.
    return timeframe === undefined ? [] : [{ path: ["timeframe"], what }];
  });
  return { part: undefined, faults };
}

/** Where members of a risk profile stand in the file, if not under `risk`. */
const RISK_PATHS: Readonly<Record<string, readonly string[]>> = {
  schedule: ["downtime"],
  stopsInDowntime: ["downtime", "stops"],
  withoutModel: ["fallback"],
};

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

/** The risk profile with the downtime and the fallback that stand beside it, these at their defaults where they can't be read. */
function readRisk(raw: Members): Part<RiskProfile> {
  const downtime = downtimeSchema.safeParse(raw["downtime"]);
  const fallback = accountFileSchema.shape.fallback.safeParse(raw["fallback"]);
  const windows = downtime.data?.windows.map((text) => ({ fromMinute: minuteOf(text.slice(0, 5)), toMinute: minuteOf(text.slice(6)) }));
  const written = {
    ...without(raw["risk"], "profile"),
    kind: "governed",
    sizing: "risk",
    schedule: { ...DEFAULT_SCHEDULE, ...(downtime.data && { windows, transitionMinutes: downtime.data.transitionMinutes }) },
    stopsInDowntime: downtime.data?.stops ?? "rest",
    withoutModel: fallback.data ?? "rules_only",
  };
  const read = riskProfileSchema.safeParse(written, { error: plainWords });
  if (read.success) return { part: read.data, faults: [] };
  const faults = faultsOf(read.error.issues).map(({ path: [first = "", ...rest], what }): AccountFault => {
    const path = [...(RISK_PATHS[first] ?? ["risk", first]), ...rest];
    return { path: path.filter((step) => step !== ""), what };
  });
  return { part: undefined, faults };
}

/** Laws that no single member can break. */
function crossFaults(file: WrittenAccount): readonly AccountFault[] {
  const { mode, scope, artifactRoot, gatePolicy, training, approval, retries } = file;
  const root = `${scope.assetClass}/${scope.venue}_${scope.region}`;
  const isLive = mode === "live";
  const laws: readonly (readonly [isBroken: boolean, path: readonly string[], what: string])[] = [
    [artifactRoot !== root, ["artifactRoot"], `is not its scope's root, which is ${root}`],
    [isLive && gatePolicy !== "live", ["gatePolicy"], "must be live: a live account loads what that policy passed"],
    [isLive && training.isOn, ["training", "isOn"], "must be false: a live account never trains"],
    [isLive && approval.persons === 1, ["approval", "persons"], "must be 2: a live account needs a second person"],
    [retries.firstDelayMs > retries.delayMsMax, ["retries", "firstDelayMs"], `is above delayMsMax, which is ${retries.delayMsMax}`],
  ];
  return laws.filter(([isBroken]) => isBroken).map(([, path, what]) => ({ path, what }));
}

/** Each place once: what two schemas found there is one fault, told by the first. */
function distinct(faults: readonly AccountFault[]): readonly AccountFault[] {
  const byPath = new Map<string, AccountFault>();
  for (const fault of faults) if (!byPath.has(fault.path.join("."))) byPath.set(fault.path.join("."), fault);
  return [...byPath.values()];
}

/** Reads whatever a file holds: the account, or every fault at once. */
export function readWrittenAccount(raw: unknown): AccountReading {
  const outer = accountFileSchema.safeParse(raw, { error: plainWords });
  if (typeof raw !== "object" || raw === null || Array.isArray(raw))
    return {
      isAdmitted: false,
      faults: [{ path: [], what: "holds no account: its members stand at the left margin, as ballast: account/1" }],
    };
  const members = membersOf(raw);
  const [strategy, risk] = [readStrategy(members), readRisk(members)];
  const written = outer.data;
  if (written === undefined || strategy.part === undefined || risk.part === undefined || crossFaults(written).length > 0) {
    const own = outer.success ? crossFaults(outer.data) : faultsOf(outer.error.issues);
    return { isAdmitted: false, faults: distinct([...own, ...strategy.faults, ...risk.faults]) };
  }
  return {
    isAdmitted: true,
    file: {
      key: written.key,
      name: written.name,
      mode: written.mode,
      marketKey: written.market,
      baseCurrency: written.balance.currency,
      startingBalance: written.balance.starting,
      fees: written.fees,
      profileKey: written.risk.profile,
      profile: risk.part,
      settingsKey: written.strategy.settings,
      settings: strategy.part,
      setUp: setUpOf(written),
    },
  };
}
