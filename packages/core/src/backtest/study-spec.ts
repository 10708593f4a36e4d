import { z } from "zod";
import { storedFillModelField } from "../execution/fill-model-spec.ts";
import { CURRENCY_SCALE } from "../money/asset.ts";
import { parseUnits } from "../numeric/fixed.ts";
import { GOVERNED_STRATEGY_NAMES } from "../strategy/governed/kinds.ts";
import { strategySettingsSchema, type StrategySettings } from "../strategy/settings.ts";
import { inSymbolOrder, instrumentsField, timeframeField } from "../strategy/settings-fields.ts";
import { isBoundary } from "../time/timeframe.ts";
import { gridFault, setsOf, type ParameterSet } from "./parameter-grid.ts";
import { STUDY_LIMITS } from "./study-limits.ts";
import { studyProfileField } from "./study-profile.ts";
import { DEFAULT_SEED, SEED_LENGTH_MAX } from "./walk-defaults.ts";

const NAME_LENGTH_MAX = 60;
const BPS_MAX = 1_000;

const parameterName = z.string().min(1).max(NAME_LENGTH_MAX);
const bps = z.number().min(0).max(BPS_MAX);
const barCount = z.int().min(0).max(STUDY_LIMITS.barsMax);

const terms = {
  title: z.string().trim().max(STUDY_LIMITS.titleLengthMax).default(""),
  source: z.string().min(1).max(NAME_LENGTH_MAX).default("archive"),
  /** In symbol order: the same instruments in another order are the same study. */
  instruments: instrumentsField.transform(inSymbolOrder),
  timeframeMs: timeframeField,
  /** Half-open, by open times of bars. */
  fromMs: z.int(),
  toMs: z.int(),
  strategy: z.enum(["ema-atr", "governed"]).default("ema-atr"),
  /** Governed: which of the six the selector may choose; left out, all of them. */
  strategies: z
    .array(z.enum(GOVERNED_STRATEGY_NAMES))
    .min(1)
    .refine((names) => new Set(names).size === names.length, { error: "a strategy stands twice" })
    .optional(),
  /** What is not tried: values of the strategy's parameters that are not its usual ones. */
  parameters: z.record(parameterName, z.number()).default({}),
  profile: studyProfileField.default("reference"),
  feeBps: bps.default(26),
  slippageBps: bps.default(0),
  /** How the venue fills; at the next open it is left out, as in every study from before there was a choice. */
  fillModel: storedFillModelField,
  /** What slippage and latency are drawn from. */
  seed: z.string().min(1).max(SEED_LENGTH_MAX).default(DEFAULT_SEED),
  balance: z
    .string()
    .refine((text) => (parseUnits(text, CURRENCY_SCALE) ?? 0n) > 0n, { error: "is no amount above 0" })
    .default("10000"),
};

const grid = z.record(parameterName, z.array(z.number()).min(1).max(STUDY_LIMITS.axisValuesMax));

const folds = z.strictObject({
  kind: z.enum(["rolling", "anchored"]).default("rolling"),
  inSampleBars: barCount,
  outOfSampleBars: barCount,
  purgeBars: barCount.default(0),
  embargoBars: barCount.default(0),
});

/** What a researcher asks for, whole: the same terms over the same bars give the same result. */
export const studySpecSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("backtest"), ...terms }),
    z.strictObject({ kind: z.literal("sweep"), ...terms, grid }),
    z.strictObject({ kind: z.literal("walk-forward"), ...terms, grid, folds }),
  ])
  .superRefine((spec, context) => {
    const refuse = (path: string, message: string): void => {
      context.addIssue({ code: "custom", path: [path], message });
    };
    if (spec.toMs <= spec.fromMs) refuse("toMs", "must lie after fromMs");
    for (const path of ["fromMs", "toMs"] as const)
      if (!isBoundary(spec[path], spec.timeframeMs)) refuse(path, "is not where a bar of this timeframe opens");
    if (spec.strategy === "governed" && spec.profile === "reference")
      refuse("profile", "governed strategies trade under guarded, balanced or a profile of the workspace");
    if (spec.strategy === "ema-atr" && spec.strategies !== undefined)
      refuse("strategies", "are chosen among by governed alone; here the strategy is ema-atr");
    if (spec.kind === "backtest") return;
    const fault = gridFault(spec.grid);
    if (fault !== undefined) refuse("grid", fault);
    const twice = Object.keys(spec.parameters).find((name) => name in spec.grid);
    if (twice !== undefined) refuse("parameters", `${twice} stands in the grid too`);
  });

export type StudySpec = z.infer<typeof studySpecSchema>;
export type WalkForwardSpec = Extract<StudySpec, { readonly kind: "walk-forward" }>;

const EMA_ATR_USUAL = { fast: 20, slow: 50, atr: 14, atrMult: 2 };

function rawSettings(spec: StudySpec, set: ParameterSet): unknown {
  const { strategy: kind, strategies, timeframeMs, instruments, parameters } = spec;
  const values = { ...parameters, ...set };
  return kind === "ema-atr"
    ? { ...EMA_ATR_USUAL, ...values, kind, timeframeMs, instruments }
    : { kind, ...(strategies === undefined ? {} : { strategies }), parameters: values, timeframeMs, instruments };
}

/** What the strategy is set to with a set that `setsToTry` gave. */
export function settingsAt(spec: StudySpec, set: ParameterSet): StrategySettings {
  return strategySettingsSchema.parse(rawSettings(spec, set));
}

/** A fast average that is not the shorter one is no strategy: a grid that crosses that line leaves those sets out. */
function isStrategy(spec: StudySpec, set: ParameterSet): boolean {
  const { fast, slow } = { ...EMA_ATR_USUAL, ...spec.parameters, ...set };
  return spec.strategy !== "ema-atr" || fast < slow;
}

export type SetsToTry =
  { readonly sets: readonly ParameterSet[]; readonly leftOut: number } | { readonly faults: readonly z.core.$ZodIssue[] };

/**
 * The sets that a study tries, in the grid's order, and how many make no strategy. A value out of its
 * range refuses the whole study: half a heat map would be read as a whole one.
 */
export function setsToTry(spec: StudySpec, words?: z.core.$ZodErrorMap): SetsToTry {
  const all = spec.kind === "backtest" ? [{}] : setsOf(spec.grid);
  const tried = all.filter((set) => isStrategy(spec, set));
  // Where no set is a strategy, its own schema says so best.
  const sets = tried.length === 0 ? all.slice(0, 1) : tried;
  for (const set of sets) {
    const parsed = strategySettingsSchema.safeParse(rawSettings(spec, set), words === undefined ? {} : { error: words });
    if (!parsed.success) return { faults: parsed.error.issues };
  }
  return { sets, leftOut: all.length - sets.length };
}
