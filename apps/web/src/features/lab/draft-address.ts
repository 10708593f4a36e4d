import { EMPTY_DRAFT, type StudyDraft } from "./study-draft.ts";
import { parametersOf } from "./study-request.ts";

const KINDS: readonly StudyDraft["kind"][] = ["backtest", "sweep", "walk-forward"];
const TEXTS = ["title", "source", "from", "to", "profile", "feeBps", "slippageBps", "balance"] as const;
const LISTS = ["instruments", "strategies"] as const;

/** A draft as parts of an address, so that a form can be handed on as a link. */
export function addressOfDraft(draft: StudyDraft): string {
  const parts = new URLSearchParams({ kind: draft.kind, timeframe: String(draft.timeframeMs), strategy: draft.strategy });
  for (const name of TEXTS) if (draft[name] !== "") parts.set(name, draft[name]);
  for (const name of LISTS) if (draft[name].length > 0) parts.set(name, draft[name].join(","));
  for (const [name, text] of Object.entries(draft.parameters)) if (text !== "") parts.set(`p.${name}`, text);
  for (const [name, text] of Object.entries(draft.folds)) parts.set(`f.${name}`, text);
  for (const [name, text] of Object.entries(draft.fills)) parts.set(`v.${name}`, text);
  return parts.toString();
}

/** Texts of an address under a prefix; what it does not name is as it usually is. */
function textsOf<Texts extends Readonly<Record<string, string>>>(
  read: (name: string) => string | undefined,
  prefix: string,
  usual: Texts,
): { readonly [Name in keyof Texts]: string } & Readonly<Record<string, string>> {
  const named = Object.entries(usual).map(([name, text]) => [name, read(`${prefix}.${name}`) ?? text] as const);
  return { ...usual, ...Object.fromEntries(named) };
}

const listOf = (text: string | undefined): readonly string[] | undefined => text?.split(",").filter((word) => word !== "");

/** The draft of an address; what it does not name is as in an empty form. */
export function draftOfAddress(read: (name: string) => string | undefined): StudyDraft {
  const texts = Object.fromEntries(TEXTS.flatMap((name) => (read(name) === undefined ? [] : [[name, read(name)]])));
  const strategy = read("strategy") === "governed" ? "governed" : EMPTY_DRAFT.strategy;
  const strategies = listOf(read("strategies")) ?? EMPTY_DRAFT.strategies;
  const usual = { ...Object.fromEntries(parametersOf({ strategy, strategies }).map(({ name }) => [name, ""])), ...EMPTY_DRAFT.parameters };
  const parameters = Object.entries(textsOf(read, "p", usual)).filter(([name, text]) => text !== "" || name in EMPTY_DRAFT.parameters);
  return {
    ...EMPTY_DRAFT,
    ...texts,
    ...{ strategy, strategies, parameters: Object.fromEntries(parameters) },
    instruments: listOf(read("instruments") ?? read("instrument")) ?? EMPTY_DRAFT.instruments,
    kind: KINDS.find((kind) => kind === read("kind")) ?? EMPTY_DRAFT.kind,
    timeframeMs: Number(read("timeframe") ?? 0),
    folds: { ...textsOf(read, "f", EMPTY_DRAFT.folds), kind: read("f.kind") === "anchored" ? "anchored" : "rolling" },
    fills: { ...textsOf(read, "v", EMPTY_DRAFT.fills), name: read("v.name") === "bar-path" ? "bar-path" : "next-open" },
  };
}
