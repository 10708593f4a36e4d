import { foldsOf, planFault } from "@ballast/core/backtest/walk-forward-plan";
import { STUDY_LIMITS } from "@ballast/core/backtest/study-limits";
import { setsToTry, studySpecSchema, type StudySpec } from "@ballast/core/backtest/study-spec";
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

/** The set that is wrong is named by its parameter: that is the field which has it. */
const parameterField = (path: readonly PropertyKey[]): string => `parameters.${String(path.at(-1) ?? "")}`;

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

function foldCount(spec: StudySpec, bars: number): { readonly folds: number; readonly faults: readonly StudyFault[] } {
  if (spec.kind !== "walk-forward") return { folds: 0, faults: [] };
  const plan = { ...spec.folds, bars };
  const fault = planFault(plan);
  return fault === undefined ? { folds: foldsOf(plan).length, faults: [] } : { folds: 0, faults: [{ field: "folds", message: fault }] };
}

function workFault(sets: number, bars: number): StudyFault | undefined {
  const steps = sets * bars;
  return steps > STUDY_LIMITS.barStepsMax
    ? {
        field: "grid",
        message: `${sets} sets over ${bars} bars are more work than one study may ask for: take a smaller grid or a shorter period`,
      }
    : undefined;
}

/** What a request would come to and what is wrong with it, each fault at its field, before any work is asked of the engine. */
export async function checkStudy(tx: TenantTx, written: unknown): Promise<StudyCheck> {
  const parsed = studySpecSchema.safeParse(written, { error: boundWords });
  if (!parsed.success) return { ...EMPTY, faults: faultsOf(parsed.error.issues, pathText) };
  const spec = parsed.data;
  const tried = setsToTry(spec, boundWords);
  const coverage = await readCoverage(tx, spec);
  const bars = Math.max(0, ...coverage.map((one) => one.bars));
  const { folds, faults: foldFaults } = foldCount(spec, bars);
  const holdouts = holdoutsOf(await readHoldouts(tx), spec);
  const sets = "faults" in tried ? 0 : tried.sets.length;
  const faults = [
    ...("faults" in tried ? faultsOf(tried.faults, parameterField) : []),
    ...foldFaults,
    ...[barsFault(coverage, spec), growthFault(coverage, spec), holdoutFault(holdouts, spec), workFault(sets, bars)].filter(
      (fault) => fault !== undefined,
    ),
  ];
  const leftOut = "faults" in tried ? 0 : tried.leftOut;
  return { faults, sets, leftOut, folds, bars, coverage, standing: await readStandingByName(tx, spec), holdouts };
}
