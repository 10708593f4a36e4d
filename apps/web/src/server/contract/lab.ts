import type { StudyResult } from "@ballast/core/backtest/study-result";
import type { StudySpec } from "@ballast/core/backtest/study-spec";
import type { StudyKind, StudyState } from "@ballast/db/repositories/studies";
import type { TrialStanding } from "@ballast/db/repositories/trials";
import type { CommandState } from "./account.ts";
import type { Page } from "./money.ts";

/** What a study runs on and with, as far as a line of a list tells it. */
export type StudyTermsView = {
  readonly source: string;
  readonly instruments: readonly string[];
  readonly timeframeMs: number;
  readonly strategy: string;
  readonly profile: string;
};

/** The figures that lead: of a backtest its own, of a sweep those of its best set, of a walk-forward those out of sample. Null is undefined. */
export type StudyHeadline = {
  readonly sharpe: number | null;
  /** Against every trial on the dataset up to now, later ones too. */
  readonly deflatedSharpe: number | null;
  /** Of a sweep: the probability that its best set is best by luck. */
  readonly overfitting: number | null;
  readonly maxDrawdown: number | null;
  readonly totalReturn: number | null;
  readonly trades: number | null;
};

export type StudyRow = StudyTermsView & {
  readonly id: string;
  readonly kind: StudyKind;
  readonly title: string;
  readonly state: StudyState;
  /** A person has asked it to stop; the engine ends it. */
  readonly isStopping: boolean;
  readonly fromMs: number;
  readonly toMs: number;
  readonly pointsDone: number;
  readonly pointsTotal: number;
  readonly requestedBy: string;
  readonly requestedAtMs: number;
  readonly startedAtMs: number | undefined;
  readonly finishedAtMs: number | undefined;
  readonly headline: StudyHeadline;
};

export type StudyPage = Page<StudyRow>;

export type HoldoutRow = {
  readonly id: string;
  readonly source: string;
  readonly instruments: readonly string[];
  readonly timeframeMs: number;
  readonly fromMs: number;
  readonly declaredBy: string;
  readonly declaredAtMs: number;
  readonly reason: string;
  /** Results that were made over it since it was opened: only to the first was it unseen. */
  readonly looks: number;
  /** Undefined while nobody has seen it. */
  readonly opened: { readonly by: string; readonly atMs: number; readonly reason: string } | undefined;
};

export type NamedTerm = readonly [name: string, value: string];

export type StudyDetail = StudyRow & {
  readonly failure: { readonly code: string; readonly message: string } | undefined;
  readonly cancelled: { readonly by: string; readonly atMs: number; readonly reason: string } | undefined;
  /** The request as it was written: what "Run again" begins with. */
  readonly spec: StudySpec | undefined;
  readonly terms: readonly NamedTerm[];
  /** How its venue filled, in a sentence. */
  readonly fills: string;
  readonly specHash: string;
  readonly datasetHash: string;
  readonly barsHash: string;
  readonly standing: TrialStanding;
  readonly holdouts: readonly HoldoutRow[];
  readonly coverage: readonly Coverage[];
  readonly result: StudyResult | undefined;
};

/** A stretch without bars: `fromMs` would have been the first missing bar, `toMs` is the next that is there. */
export type BarGap = { readonly fromMs: number; readonly toMs: number; readonly bars: number };

/** What is stored of one series within a period. */
export type Coverage = {
  readonly symbol: string;
  readonly bars: number;
  /** Bars that the period would have without a gap. */
  readonly expected: number;
  readonly gapCount: number;
  /** The longest gaps, in time order. */
  readonly gaps: readonly BarGap[];
  /** Bars in which nothing was traded. */
  readonly silentBars: number;
};

export type DatasetSeries = { readonly symbol: string; readonly fromMs: number; readonly toMs: number; readonly bars: number };

/** Stored series of one source and timeframe: what a study can run on. */
export type Dataset = {
  readonly source: string;
  readonly timeframeMs: number;
  readonly isSynthetic: boolean;
  readonly series: readonly DatasetSeries[];
};

/** What became of a request: its study once the engine has opened it. */
export type AskedStudy = Pick<CommandState, "state" | "message"> & { readonly studyId: string | undefined };

/** What is wrong with a request, at the field of the form that has it. */
export type StudyFault = { readonly field: string; readonly message: string };

/** What a request would come to, before any work. */
export type StudyCheck = {
  readonly faults: readonly StudyFault[];
  /** Parameter sets that would be tried, and those of the grid that make no strategy. */
  readonly sets: number;
  readonly leftOut: number;
  readonly folds: number;
  readonly bars: number;
  readonly coverage: readonly Coverage[];
  readonly standing: TrialStanding;
  readonly holdouts: readonly HoldoutRow[];
};

/** Points of a sweep as columns: row i of each is one parameter set. */
export type StudyPoints = {
  readonly parameters: Readonly<Record<string, readonly number[]>>;
  readonly metrics: Readonly<Record<string, readonly (number | null)[]>>;
};

export type TrialRow = {
  readonly number: number;
  readonly datasetHash: string;
  readonly source: "file" | "stored";
  readonly studyId: string | undefined;
  readonly studyTitle: string | undefined;
  readonly runBy: string;
  readonly runAtMs: number;
  readonly sharpePerBar: number | null;
  readonly observations: number;
};

/** A dataset with its ledger. Its name is known where a study or a holdout names it; of a file only the hash. */
export type TrialDataset = TrialStanding & {
  readonly datasetHash: string;
  readonly name: Pick<StudyTermsView, "source" | "instruments" | "timeframeMs"> | undefined;
  readonly lastRunMs: number;
  readonly bestSharpePerBar: number | null;
};

export type TrialLedger = { readonly datasets: readonly TrialDataset[]; readonly holdouts: readonly HoldoutRow[] };
export type TrialPage = Page<TrialRow>;

/** One of the studies that are laid side by side. */
export type ComparedStudy = StudyRow & { readonly result: StudyResult | undefined };
