import { planFault, type WalkForwardPlan } from "@ballast/core/backtest/walk-forward-plan";
import type { ParameterSet } from "@ballast/core/backtest/parameter-grid";
import { setsToTry, studySpecSchema, type StudySpec, type WalkForwardSpec } from "@ballast/core/backtest/study-spec";
import { AppError } from "@ballast/jobs/app-error";
import type { z } from "zod";
import { plainWords } from "../../plain-words.ts";

const refused = (code: string, message: string): AppError => new AppError(code, message, { retry: "never" });

function faultText(issues: readonly z.core.$ZodIssue[], whole: string): string {
  return [...new Set(issues.map(({ path, message }) => `${path.join(".") || whole}: ${message}`))].join("; ");
}

/** The terms of a study, or a refusal that names what is wrong. */
export function parseStudySpec(given: unknown): StudySpec {
  const parsed = studySpecSchema.safeParse(given, { error: plainWords });
  if (parsed.success) return parsed.data;
  throw refused("STUDY_INVALID", faultText(parsed.error.issues, "study"));
}

/** The parameter sets of a study; a refusal that names the parameter that is out of its range. */
export function parameterSetsOf(spec: StudySpec): { readonly sets: readonly ParameterSet[]; readonly leftOut: number } {
  const tried = setsToTry(spec, plainWords);
  if ("faults" in tried) throw refused("PARAMETERS_INVALID", faultText(tried.faults, spec.strategy));
  return tried;
}

/** How a walk-forward parts so many bars; a refusal where it can't. */
export function foldPlanOf(spec: WalkForwardSpec, bars: number): WalkForwardPlan {
  const plan = { ...spec.folds, bars };
  const fault = planFault(plan);
  if (fault !== undefined) throw refused("FOLDS_INVALID", fault);
  return plan;
}
