import { countSets, gridFault, parseAxis, type ParameterGrid } from "@ballast/core/backtest/parameter-grid";
import { EMA_PARAMETERS, governedGroups, valueFault, type ParameterField } from "./parameter-fields.ts";
import { EMPTY_DRAFT, periodOf, type FillDraft, type StudyDraft } from "./study-draft.ts";

const numberOf = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));

/** The parameters that the form shows: those of the strategy, of the six those that may be chosen. */
export function parametersOf({ strategy, strategies }: Pick<StudyDraft, "strategy" | "strategies">): readonly ParameterField[] {
  return strategy === "ema-atr" ? EMA_PARAMETERS : governedGroups(strategies).flatMap(({ parameters }) => parameters);
}

export type AxisReading = { readonly name: string; readonly values: readonly number[]; readonly fault: string | undefined };

/** Every parameter that something stands for, as the values that it would be tried with. */
export function axesOf(draft: StudyDraft): readonly AxisReading[] {
  return parametersOf(draft).flatMap((field) => {
    const { name } = field;
    const text = draft.parameters[name]?.trim() ?? "";
    if (text === "") return [];
    const axis = parseAxis(text);
    if ("fault" in axis) return [{ name, values: [], fault: axis.fault }];
    const isSingle = draft.kind === "backtest" && axis.values.length > 1;
    const unfit = axis.values.map((value) => valueFault(field, value)).find((fault) => fault !== undefined);
    return [{ name, values: axis.values, fault: isSingle ? "one value; a sweep tries many" : unfit }];
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

function writtenFills({ name, participationBps, barsMax, latencyMinMs, latencyMaxMs }: FillDraft): Record<string, unknown> {
  if (name === "next-open") return {};
  const latencyMs = { min: numberOf(latencyMinMs), max: numberOf(latencyMaxMs) };
  return { fillModel: { name, participationBps: numberOf(participationBps), barsMax: numberOf(barsMax), latencyMs } };
}

function writtenFolds({ folds }: StudyDraft): Record<string, unknown> {
  const { kind, ...bars } = folds;
  return { folds: { kind, ...Object.fromEntries(Object.entries(bars).map(([name, text]) => [name, numberOf(text)])) } };
}

/** All six are what nobody needs to say. */
function writtenStrategies({ strategy, strategies }: StudyDraft): Record<string, unknown> {
  const isAll = EMPTY_DRAFT.strategies.every((name) => strategies.includes(name));
  return strategy === "governed" && !isAll ? { strategies } : {};
}

/** The request as the form stands; what can't be read is sent as it is, and the server names its field. */
export function requestOf(draft: StudyDraft): Record<string, unknown> {
  const axes = axesOf(draft);
  const isGrid = draft.kind !== "backtest";
  const fixed = axes.filter(({ values }) => !isGrid || values.length === 1);
  const { kind, title, source, instruments, timeframeMs, strategy, profile, balance } = draft;
  return {
    ...{ kind, title, source, instruments, timeframeMs, ...periodOf(draft) },
    ...{ strategy, profile, ...writtenStrategies(draft) },
    parameters: Object.fromEntries(fixed.flatMap(({ name, values: [value] }) => (value === undefined ? [] : [[name, value]]))),
    feeBps: numberOf(draft.feeBps),
    slippageBps: numberOf(draft.slippageBps),
    ...writtenFills(draft.fills),
    balance,
    ...(isGrid ? { grid: gridOf(axes) } : {}),
    ...(kind === "walk-forward" ? writtenFolds(draft) : {}),
  };
}

/** Faults of what was typed, at their fields; the server adds what it alone knows. */
export function typedFaults(draft: StudyDraft): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  for (const { name, fault } of axesOf(draft)) if (fault !== undefined) faults.set(`parameters.${name}`, fault);
  if (draft.strategy === "governed" && draft.strategies.length === 0) faults.set("strategies", "choose at least one");
  const { fault } = gridSize(draft);
  if (draft.kind !== "backtest" && fault !== undefined) faults.set("grid", fault);
  if (draft.kind !== "backtest" && faults.size === 0 && gridSize(draft).sets < 2)
    faults.set("grid", "one set only: give a parameter several values, as 5,10,20 or 5:30:5");
  return faults;
}
