import { foldsOf, planFault, type BarRange } from "@ballast/core/backtest/walk-forward-plan";
import { STUDY_LIMITS } from "@ballast/core/backtest/study-limits";
import { storedProfileName } from "@ballast/core/backtest/study-profile";
import { setsToTry, studySpecSchema, type StudySpec } from "@ballast/core/backtest/study-spec";
import { studySteps } from "@ballast/core/backtest/study-weight";
import type { z } from "zod";
import type { Coverage, HoldoutRow, StudyCheck, StudyFault } from "../contract/lab.ts";
import type { TenantTx } from "../database.ts";
import { readCoverage } from "../queries/coverage.ts";
import { holdoutsOf, readHoldouts } from "../queries/lab-holdouts.ts";
import { readStandingByName } from "../queries/trial-ledger.ts";

const EMPTY: Omit<StudyCheck, "faults"> = {
  sets: 0,
  leftOut: 0,
  folds: 0,
  bars: 0,
  coverage: [],
  standing: { trials: 0, withSharpe: 0, sharpeVariance: null },
  holdouts: [],
};

/** The bounds of a schema for people; whatever else is wrong has words of its own. */
const boundWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === "too_big") return `at most ${issue.maximum}${issue.origin === "string" ? " letters" : ""}`;
  if (issue.code === "too_small") return issue.origin === "number" ? `at least ${issue.minimum}` : "is missing";
  if (issue.code === "invalid_type") return issue.expected === "int" ? "a whole number" : "a number";
  return undefined;
};

function faultsOf(issues: readonly z.core.$ZodIssue[], fieldOf: (path: readonly PropertyKey[]) => string): readonly StudyFault[] {
  return issues.map(({ path, message }) => ({ field: fieldOf(path), message }));
}

const pathText = (path: readonly PropertyKey[]): string => path.map(String).join(".");

/** What a strategy asks of its market is wrong at the field that has the market. */
const OF_THE_MARKET: readonly string[] = ["timeframeMs", "instruments", "strategies"];

/** The set that is wrong is named by its parameter: that is the field which has it. */
const parameterField = (path: readonly PropertyKey[]): string => {
  const name = String(path.at(-1) ?? "");
  return OF_THE_MARKET.includes(name) ? name : `parameters.${name}`;
};

function barsFault(coverage: readonly Coverage[], spec: StudySpec): StudyFault | undefined {
  const missing = spec.instruments.filter((symbol) => !coverage.some((one) => one.symbol === symbol && one.bars > 0));
  return missing.length === 0 ? undefined : { field: "instruments", message: `no bar of ${missing.join(", ")} is stored in this period` };
}

/** A period that runs past what is stored would hold other bars tomorrow, under the same name. */
function growthFault(coverage: readonly Coverage[], { toMs }: StudySpec): StudyFault | undefined {
  const ends = coverage.flatMap(({ gaps, bars }) => gaps.filter((gap) => bars > 0 && gap.toMs === toMs).map(({ fromMs }) => fromMs));
  const [first] = ends.sort((left, right) => left - right);
  return first === undefined
    ? undefined
    : {
        field: "toMs",
        message: `bars are stored until ${new Date(first).toISOString().slice(0, 16).replace("T", " ")} UTC: end with a day that is whole`,
      };
}

function holdoutFault(holdouts: readonly HoldoutRow[], spec: StudySpec): StudyFault | undefined {
  const closed = holdouts.find(({ opened, fromMs }) => opened === undefined && fromMs < spec.toMs);
  return (
    closed && {
      field: "toMs",
      message: `reaches into the holdout that is closed from ${new Date(closed.fromMs).toISOString().slice(0, 10)} on`,
    }
  );
}

/** The stretches that every set is tried on. */
type Stretches = { readonly folds: number; readonly ranges: readonly BarRange[]; readonly faults: readonly StudyFault[] };

function stretchesOf(spec: StudySpec, bars: number): Stretches {
  if (spec.kind !== "walk-forward") return { folds: 0, ranges: [{ from: 0, to: bars }], faults: [] };
  const plan = { ...spec.folds, bars };
  const fault = planFault(plan);
  if (fault !== undefined) return { folds: 0, ranges: [], faults: [{ field: "folds", message: fault }] };
  const folds = foldsOf(plan);
  return { folds: folds.length, ranges: folds.map(({ inSample }) => inSample), faults: [] };
}

function workFault(spec: StudySpec, sets: number, { ranges, folds }: Stretches): StudyFault | undefined {
  const walks = sets * ranges.length + folds;
  const isTooMuch = studySteps(spec, { sets, ranges }) > STUDY_LIMITS.barStepsMax || walks > STUDY_LIMITS.walksMax;
  if (!isTooMuch) return undefined;
  const many = `${sets} sets over ${ranges.length === 1 ? "this period" : `${ranges.length} folds`}`;
  const message = `${many} are more work than one study may ask for: take a smaller grid, fewer instruments or a shorter period`;
  return { field: spec.kind === "backtest" ? "toMs" : "grid", message };
}

/** An account pays with one currency. */
function quoteFault({ instruments }: StudySpec): StudyFault | undefined {
  const quotes = [...new Set(instruments.map((symbol) => symbol.split("/")[1]))];
  return quotes.length > 1
    ? { field: "instruments", message: `are quoted in ${quotes.join(" and ")}: an account pays with one currency` }
    : undefined;
}

/** One of the workspace's own is there in that version; those that ship are always. */
async function profileFault(tx: TenantTx, { profile }: StudySpec): Promise<StudyFault | undefined> {
  const named = storedProfileName(profile);
  if (named === undefined) return undefined;
  const rows = await tx.rows<{ readonly version: number }>(
    "select version from risk_profile_versions where tenant_id = (select tenant_id()) and profile_key = $1 and version = $2",
    [named.key, named.version],
  );
  return rows.length > 0 ? undefined : { field: "profile", message: `there is no ${named.key} of version ${named.version} here` };
}

/** What a request would come to and what is wrong with it, each fault at its field, before any work is asked of the engine. */
export async function checkStudy(tx: TenantTx, written: unknown): Promise<StudyCheck> {
  const parsed = studySpecSchema.safeParse(written, { error: boundWords });
  if (!parsed.success) return { ...EMPTY, faults: faultsOf(parsed.error.issues, pathText) };
  const spec = parsed.data;
  const tried = setsToTry(spec, boundWords);
  const coverage = await readCoverage(tx, spec);
  const bars = Math.max(0, ...coverage.map((one) => one.bars));
  const stretches = stretchesOf(spec, bars);
  const holdouts = holdoutsOf(await readHoldouts(tx), spec);
  const sets = "faults" in tried ? 0 : tried.sets.length;
  const faults = [
    ...("faults" in tried ? faultsOf(tried.faults, parameterField) : []),
    ...stretches.faults,
    ...[
      ...[quoteFault(spec), barsFault(coverage, spec), growthFault(coverage, spec), holdoutFault(holdouts, spec)],
      ...[workFault(spec, sets, stretches), await profileFault(tx, spec)],
    ].filter((fault) => fault !== undefined),
  ];
  const leftOut = "faults" in tried ? 0 : tried.leftOut;
  return { faults, sets, leftOut, folds: stretches.folds, bars, coverage, standing: await readStandingByName(tx, spec), holdouts };
}
