import type { StudySpec } from "@ballast/core/backtest/study-spec";
import { GOVERNED_STRATEGY_NAMES } from "@ballast/core/strategy/governed/kinds";
import { usualSlippageBps } from "@ballast/core/backtest/walk-defaults";
import type { StudyRow } from "../shell/answers.ts";
import { EMA_PARAMETERS } from "./parameter-fields.ts";

/** What stands in the form: texts as they were typed. */
export type StudyDraft = {
  readonly kind: StudyRow["kind"];
  readonly title: string;
  readonly source: string;
  readonly timeframeMs: number;
  readonly instruments: readonly string[];
  /** Days as `2024-01-31`; the period ends before the day after `to`. */
  readonly from: string;
  readonly to: string;
  readonly strategy: StudySpec["strategy"];
  /** Of the six, which the selector may choose; without a say where the strategy is fixed. */
  readonly strategies: readonly string[];
  /** By name, of whichever strategy; one that is empty is at its usual value. */
  readonly parameters: Readonly<Record<string, string>>;
  /** One that ships, or the workspace's own as `key@version`. */
  readonly profile: string;
  readonly fills: FillDraft;
  readonly feeBps: string;
  readonly slippageBps: string;
  readonly balance: string;
  readonly folds: Readonly<Record<"inSampleBars" | "outOfSampleBars" | "purgeBars" | "embargoBars", string>> & {
    readonly kind: "rolling" | "anchored";
  };
};

/** How the venue fills; the texts belong to `bar-path`. */
export type FillDraft = Readonly<Record<"participationBps" | "barsMax" | "latencyMinMs" | "latencyMaxMs", string>> & {
  readonly name: "next-open" | "bar-path";
};

const DAY_MS = 86_400_000;

export const EMPTY_DRAFT: StudyDraft = {
  kind: "backtest",
  title: "",
  source: "",
  timeframeMs: 0,
  instruments: [],
  from: "",
  to: "",
  strategy: "ema-atr",
  strategies: GOVERNED_STRATEGY_NAMES,
  parameters: Object.fromEntries(EMA_PARAMETERS.map(({ name, usual }) => [name, usual])),
  profile: "reference",
  fills: { name: "next-open", participationBps: "1000", barsMax: "3", latencyMinMs: "50", latencyMaxMs: "500" },
  feeBps: "26",
  slippageBps: String(usualSlippageBps({ isReference: true })),
  balance: "10000",
  folds: { kind: "rolling", inSampleBars: "4000", outOfSampleBars: "1000", purgeBars: "50", embargoBars: "0" },
};

const usualSlippage = (profile: string): string => String(usualSlippageBps({ isReference: profile === "reference" }));

/** Another profile with its usual slippage, where the one before had its own: what somebody typed stays. */
export function withProfile({ profile: before, slippageBps }: StudyDraft, profile: string): Pick<StudyDraft, "profile" | "slippageBps"> {
  return { profile, slippageBps: slippageBps === usualSlippage(before) ? usualSlippage(profile) : slippageBps };
}

/** The draft with another strategy. Governed ones need limits: the profile without any gives way to the one that ships for them. */
export function withStrategy(draft: StudyDraft, strategy: StudyDraft["strategy"]): Partial<StudyDraft> {
  const profile = strategy === "governed" && draft.profile === "reference" ? "guarded" : draft.profile;
  return { strategy, ...withProfile(draft, profile) };
}

const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** First and last day of a half-open period of milliseconds. */
export const daysOf = ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): Pick<StudyDraft, "from" | "to"> => ({
  from: dayText(fromMs),
  to: dayText(toMs - 1),
});

/** The period of the draft's days, the last one whole. */
export const periodOf = ({ from, to }: StudyDraft): { readonly fromMs: number; readonly toMs: number } => ({
  fromMs: Date.parse(`${from}T00:00:00Z`),
  toMs: Date.parse(`${to}T00:00:00Z`) + DAY_MS,
});

function fillsOf({ fillModel }: StudySpec): FillDraft {
  if (fillModel?.name !== "bar-path") return EMPTY_DRAFT.fills;
  const { name, participationBps, barsMax, latencyMs } = fillModel;
  const [latencyMinMs, latencyMaxMs] = [String(latencyMs.min), String(latencyMs.max)];
  return { name, participationBps: String(participationBps), barsMax: String(barsMax), latencyMinMs, latencyMaxMs };
}

function foldsOf(spec: StudySpec): StudyDraft["folds"] {
  if (!("folds" in spec)) return EMPTY_DRAFT.folds;
  const { kind, inSampleBars, outOfSampleBars, purgeBars, embargoBars } = spec.folds;
  const bars = { inSampleBars: String(inSampleBars), outOfSampleBars: String(outOfSampleBars) };
  return { kind, ...bars, purgeBars: String(purgeBars), embargoBars: String(embargoBars) };
}

/** The form that a request came from: what "Run again" begins with. */
export function draftOfSpec(spec: StudySpec): StudyDraft {
  const grid = "grid" in spec ? spec.grid : {};
  const texts: readonly (readonly [string, string])[] = [
    ...Object.entries(spec.parameters).map(([name, value]) => [name, String(value)] as const),
    ...Object.entries(grid).map(([name, values]) => [name, values.join(",")] as const),
  ];
  const { kind, title, source, timeframeMs, instruments, strategy, strategies, profile, balance } = spec;
  return {
    ...{ kind, title, source, timeframeMs, instruments, ...daysOf(spec) },
    ...{ strategy, strategies: strategies ?? EMPTY_DRAFT.strategies, profile, balance },
    parameters: { ...EMPTY_DRAFT.parameters, ...Object.fromEntries(texts) },
    fills: fillsOf(spec),
    feeBps: String(spec.feeBps),
    slippageBps: String(spec.slippageBps),
    folds: foldsOf(spec),
  };
}
