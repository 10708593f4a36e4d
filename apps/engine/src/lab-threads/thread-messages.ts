import type { BacktestReport } from "@ballast/core/backtest/report";
import type { Overfitting } from "@ballast/core/backtest/overfitting";
import type { ParameterSet } from "@ballast/core/backtest/parameter-grid";
import type { PointMetrics } from "@ballast/core/backtest/study-result";
import type { StudySpec } from "@ballast/core/backtest/study-spec";
import type { BarRange } from "@ballast/core/backtest/walk-forward-plan";
import type { RiskProfile } from "@ballast/core/risk/profile";
import type { FoldRun } from "@ballast/core/backtest/walk-forward";
import type { StudyMarket } from "../usecases/lab/point-walk.ts";

/** What a thread works on until it is told otherwise: the terms of one study, the risk profile that they name, and its shared bars. */
export type ThreadStudy = {
  readonly key: string;
  readonly spec: StudySpec;
  readonly profile: RiskProfile;
  readonly market: StudyMarket;
};

export type WalkOrder = { readonly parameters: ParameterSet; readonly range: BarRange };

export type WalkedOrder = { readonly metrics: PointMetrics; readonly returns: Float64Array };

/** Work by its kind, with what it is given and what it gives back. */
export type ThreadWork = {
  readonly walk: { readonly given: { readonly orders: readonly WalkOrder[] }; readonly made: readonly WalkedOrder[] };
  readonly curve: { readonly given: WalkOrder; readonly made: FoldRun & { readonly metrics: PointMetrics } };
  readonly report: {
    readonly given: WalkOrder & { readonly trialSharpes: readonly (number | null)[] | undefined };
    readonly made: BacktestReport;
  };
  readonly overfitting: {
    readonly given: { readonly returns: readonly Float64Array[]; readonly blocks: number };
    readonly made: Omit<Overfitting, "cases">;
  };
};

export type WorkKind = keyof ThreadWork;
export type Given<Kind extends WorkKind> = ThreadWork[Kind]["given"];
export type Made<Kind extends WorkKind> = ThreadWork[Kind]["made"];

/** A piece of work, numbered by who gives it. */
export type WorkOrder = {
  readonly [Kind in WorkKind]: { readonly id: number; readonly kind: Kind; readonly given: Given<Kind> };
}[WorkKind];

export type ToThread = { readonly study: ThreadStudy } | { readonly order: WorkOrder };

/** `made` is what the order's kind makes: who asked knows which, this channel does not. */
export type FromThread =
  | { readonly id: number; readonly made: never }
  | { readonly id: number; readonly fault: { readonly code: string; readonly message: string } };
