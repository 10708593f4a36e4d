import type { StudyResult } from "@ballast/core/backtest/study-result";
import { studySpecSchema, type StudySpec } from "@ballast/core/backtest/study-spec";
import { STUDY_KINDS, STUDY_STATES, type StudyKind, type StudyState } from "@ballast/db/repositories/studies";
import { z } from "zod";
import type { StudyTermsView } from "../contract/lab.ts";

export const studyKindOf = (row: { readonly kind: string }): StudyKind => z.enum(STUDY_KINDS).parse(row.kind);
export const studyStateOf = (row: { readonly state: string }): StudyState => z.enum(STUDY_STATES).parse(row.state);

const termsSchema = z.looseObject({
  source: z.string().catch("unknown"),
  instruments: z.array(z.string()).catch([]),
  timeframeMs: z.number().catch(0),
  strategy: z.string().catch("unknown"),
  strategies: z.array(z.string()).catch([]),
  profile: z.string().catch("unknown"),
});

/** What a list tells of a study's terms; a selector with one strategy to choose is called by its name. A study of another release is listed with what is known of it. */
export function studyTermsOf(spec: unknown): StudyTermsView {
  const { source, instruments, timeframeMs, strategy, strategies, profile } = termsSchema.parse(spec ?? {});
  const [alone, ...others] = strategies;
  return { source, instruments, timeframeMs, strategy: others.length === 0 ? (alone ?? strategy) : strategy, profile };
}

/** The request itself; undefined where this release would not take it any more. */
export function writtenSpecOf(spec: unknown): StudySpec | undefined {
  return studySpecSchema.safeParse(spec).data;
}

/** The engine's own result, written by the core of some release: its kind and version say whether this one can draw it. */
const resultSchema = z.custom<StudyResult>(
  (value) => typeof value === "object" && value !== null && "version" in value && value.version === 1 && "kind" in value,
);

/** What the engine stored of a study that is done; undefined where this release can't read it. */
export function storedResult(stored: unknown): StudyResult | undefined {
  return resultSchema.safeParse(stored).data;
}
