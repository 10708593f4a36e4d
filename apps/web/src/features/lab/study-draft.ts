import { parseAxis, countSets, gridFault, type ParameterGrid } from "@ballast/core/backtest/parameter-grid";
import type { StudySpec } from "@ballast/core/backtest/study-spec";
import type { StudyRow } from "../shell/answers.ts";
import { EMA_PARAMETERS } from "./parameter-words.ts";

/** What stands in the form: texts as they were typed. */
export type StudyDraft = {
  readonly kind: StudyRow["kind"];
  readonly title: string;
  readonly source: string;
  readonly timeframeMs: number;
  readonly instrument: string;
  /** Days as `2024-01-31`; the period ends before the day after `to`. */
  readonly from: string;
  readonly to: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly feeBps: string;
  readonly slippageBps: string;
  readonly balance: string;
  readonly folds: Readonly<Record<"inSampleBars" | "outOfSampleBars" | "purgeBars" | "embargoBars", string>> & {
    readonly kind: "rolling" | "anchored";
  };
};

const DAY_MS = 86_400_000;

export const EMPTY_DRAFT: StudyDraft = {
  kind: "backtest",
  title: "",
  source: "",
  timeframeMs: 0,
  instrument: "",
  from: "",
  to: "",
  parameters: Object.fromEntries(EMA_PARAMETERS.map(({ name, usual }) => [name, usual])),
  feeBps: "26",
  slippageBps: "5",
  balance: "10000",
  folds: { kind: "rolling", inSampleBars: "4000", outOfSampleBars: "1000", purgeBars: "50", embargoBars: "0" },
};

const dayMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const numberOf = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));

export type AxisReading = { readonly name: string; readonly values: readonly number[]; readonly fault: string | undefined };

/** Every parameter that something stands for, as the values that it would be tried with. */
export function axesOf(draft: StudyDraft): readonly AxisReading[] {
  return EMA_PARAMETERS.flatMap(({ name }) => {
    const text = draft.parameters[name]?.trim() ?? "";
    if (text === "") return [];
    const axis = parseAxis(text);
    if ("fault" in axis) return [{ name, values: [], fault: axis.fault }];
    const isSingle = draft.kind === "backtest" && axis.values.length > 1;
    return [{ name, values: axis.values, fault: isSingle ? "one value; a sweep tries many" : undefined }];
  });
}

const gridOf = (axes: readonly AxisReading[]): ParameterGrid =>
  Object.fromEntries(axes.filter(({ values }) => values.length > 1).map(({ name, values }) => [name, values]));

/** How many sets the form stands for while it is written, before the server has counted them; and what is wrong with that number. */
export function gridSize(draft: StudyDraft): { readonly sets: number; readonly words: string; readonly fault: string | undefined } {
  const grid = gridOf(axesOf(draft));
  const words = Object.values(grid)
    .map((values) => values.length)
    .join(" × ");
  return { sets: countSets(grid), words, fault: gridFault(grid) };
}

/** The request as the form stands; what can't be read is sent as it is, and the server names its field. */
export function requestOf(draft: StudyDraft): Record<string, unknown> {
  const axes = axesOf(draft);
  const isGrid = draft.kind !== "backtest";
  const fixed = axes.filter(({ values }) => !isGrid || values.length === 1);
  const { kind, inSampleBars, outOfSampleBars, purgeBars, embargoBars } = draft.folds;
  const folds = {
    kind,
    inSampleBars: numberOf(inSampleBars),
    outOfSampleBars: numberOf(outOfSampleBars),
    purgeBars: numberOf(purgeBars),
    embargoBars: numberOf(embargoBars),
  };
  return {
    kind: draft.kind,
    title: draft.title,
    source: draft.source,
    instruments: [draft.instrument],
    timeframeMs: draft.timeframeMs,
    fromMs: dayMs(draft.from),
    toMs: dayMs(draft.to) + DAY_MS,
    strategy: "ema-atr",
    profile: "reference",
    parameters: Object.fromEntries(fixed.flatMap(({ name, values: [value] }) => (value === undefined ? [] : [[name, value]]))),
    feeBps: numberOf(draft.feeBps),
    slippageBps: numberOf(draft.slippageBps),
    balance: draft.balance,
    ...(isGrid ? { grid: gridOf(axes) } : {}),
    ...(draft.kind === "walk-forward" ? { folds } : {}),
  };
}

/** Faults of what was typed, at their fields; the server adds what it alone knows. */
export function typedFaults(draft: StudyDraft): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  for (const { name, fault } of axesOf(draft)) if (fault !== undefined) faults.set(`parameters.${name}`, fault);
  const { fault } = gridSize(draft);
  if (draft.kind !== "backtest" && fault !== undefined) faults.set("grid", fault);
  if (draft.kind !== "backtest" && faults.size === 0 && gridSize(draft).sets < 2)
    faults.set("grid", "one set only: give a parameter several values, as 5,10,20 or 5:30:5");
  return faults;
}

/** The form that a request came from: what "Run again" begins with. */
export function draftOfSpec(spec: StudySpec): StudyDraft {
  const grid = "grid" in spec ? spec.grid : {};
  const texts: readonly (readonly [string, string])[] = [
    ...Object.entries(spec.parameters).map(([name, value]) => [name, String(value)] as const),
    ...Object.entries(grid).map(([name, values]) => [name, values.join(",")] as const),
  ];
  const folds = "folds" in spec ? spec.folds : undefined;
  return {
    ...EMPTY_DRAFT,
    kind: spec.kind,
    title: spec.title,
    source: spec.source,
    timeframeMs: spec.timeframeMs,
    instrument: spec.instruments[0] ?? "",
    from: dayText(spec.fromMs),
    to: dayText(spec.toMs - 1),
    parameters: { ...EMPTY_DRAFT.parameters, ...Object.fromEntries(texts) },
    feeBps: String(spec.feeBps),
    slippageBps: String(spec.slippageBps),
    balance: spec.balance,
    ...(folds === undefined
      ? {}
      : {
          folds: {
            kind: folds.kind,
            inSampleBars: String(folds.inSampleBars),
            outOfSampleBars: String(folds.outOfSampleBars),
            purgeBars: String(folds.purgeBars),
            embargoBars: String(folds.embargoBars),
          },
        }),
  };
}

const KINDS: readonly StudyDraft["kind"][] = ["backtest", "sweep", "walk-forward"];
const TEXTS = ["title", "source", "instrument", "from", "to", "feeBps", "slippageBps", "balance"] as const;

/** A draft as parts of an address, so that a form can be handed on as a link. */
export function addressOfDraft(draft: StudyDraft): string {
  const parts = new URLSearchParams({ kind: draft.kind, timeframe: String(draft.timeframeMs) });
  for (const name of TEXTS) if (draft[name] !== "") parts.set(name, draft[name]);
  for (const [name, text] of Object.entries(draft.parameters)) if (text !== "") parts.set(`p.${name}`, text);
  for (const [name, text] of Object.entries(draft.folds)) parts.set(`f.${name}`, text);
  return parts.toString();
}

/** The draft of an address; what it does not name is as in an empty form. */
export function draftOfAddress(read: (name: string) => string | undefined): StudyDraft {
  const texts = Object.fromEntries(TEXTS.flatMap((name) => (read(name) === undefined ? [] : [[name, read(name)]])));
  const parameters = Object.fromEntries(
    EMA_PARAMETERS.flatMap(({ name }) => [[name, read(`p.${name}`) ?? EMPTY_DRAFT.parameters[name] ?? ""] as const]),
  );
  const { kind: _, ...bars } = EMPTY_DRAFT.folds;
  const folds = Object.fromEntries(Object.entries(bars).map(([name, usual]) => [name, read(`f.${name}`) ?? usual]));
  return {
    ...EMPTY_DRAFT,
    ...texts,
    kind: KINDS.find((kind) => kind === read("kind")) ?? EMPTY_DRAFT.kind,
    timeframeMs: Number(read("timeframe") ?? 0),
    parameters: { ...EMPTY_DRAFT.parameters, ...parameters },
    folds: { ...EMPTY_DRAFT.folds, ...folds, kind: read("f.kind") === "anchored" ? "anchored" : "rolling" },
  };
}
