import { GOVERNED_STRATEGY_NAMES, type GovernedStrategy } from "@ballast/core/strategy/governed/kinds";
import { GOVERNED_PARAMETERS } from "@ballast/core/strategy/governed/parameters";
import { PARAMETER_LABELS } from "./parameter-words.ts";

/** A parameter as people say it and as a form bounds it. `usual` is empty where leaving it out means something. */
export type ParameterField = {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly usual: string;
  readonly about: string;
  readonly min: number;
  readonly max: number;
  readonly isInteger: boolean;
};

const period = { unit: "bars", min: 1, max: 1_000, isInteger: true } as const;
const multiple = { unit: "ATR", min: 0.1, isInteger: false } as const;

/** Parameters of the EMA crossover. */
export const EMA_PARAMETERS = [
  { name: "fast", label: PARAMETER_LABELS.fast, ...period, usual: "20", about: "1 to 1,000 bars, shorter than the slow one" },
  { name: "slow", label: PARAMETER_LABELS.slow, ...period, usual: "50", about: "1 to 1,000 bars" },
  { name: "atr", label: PARAMETER_LABELS.atr, ...period, usual: "14", about: "1 to 1,000 bars" },
  { name: "atrMult", label: PARAMETER_LABELS.atrMult, ...multiple, max: 20, usual: "2", about: "0.1 to 20 ATR under the entry" },
  {
    name: "tpMult",
    label: PARAMETER_LABELS.tpMult,
    ...multiple,
    max: 50,
    usual: "",
    about: "0.1 to 50 ATR over the entry; off where empty",
  },
] as const satisfies readonly ParameterField[];

/** What the names of a strategy's own parameters begin with; all others are the campaign engine's. */
const PREFIXES: Readonly<Record<GovernedStrategy, string>> = {
  "trend-follower": "trend",
  "volatility-swing": "swing",
  "mean-reversion": "reversion",
  "defensive-hedge": "hedge",
  "stable-allocator": "allocator",
  recovery: "recovery",
};

const OWNERS = Object.values(PREFIXES);
const CAMPAIGN = "campaign";

/** Parameters that belong together in a form: a strategy's own, or those of the campaign engine that runs what any of them opens. */
export type ParameterGroup = { readonly of: GovernedStrategy | typeof CAMPAIGN; readonly parameters: readonly ParameterField[] };

function isOf(owner: ParameterGroup["of"], name: string): boolean {
  return owner === CAMPAIGN ? !OWNERS.some((prefix) => name.startsWith(prefix)) : name.startsWith(PREFIXES[owner]);
}

const figure = (value: number): string => `${value < 0 ? "−" : ""}${Math.abs(value).toLocaleString("en-US")}`;
const boundsText = ({ min, max }: Pick<ParameterField, "min" | "max">): string => `${figure(min)} to ${figure(max)}`;

/** What is wrong with a value of a parameter; undefined where it may be tried. */
export function valueFault(field: ParameterField, value: number): string | undefined {
  if (value < field.min || value > field.max) return `${figure(value)} is not from ${boundsText(field)}`;
  return field.isInteger && !Number.isInteger(value) ? `${figure(value)} is no whole number` : undefined;
}

/** The parameters of the strategies that may be chosen, group by group, and those of the campaign engine. */
export function governedGroups(strategies: readonly string[]): readonly ParameterGroup[] {
  const owners = [...GOVERNED_STRATEGY_NAMES.filter((name) => strategies.includes(name)), CAMPAIGN] as const;
  return owners.map((of) => ({
    of,
    parameters: GOVERNED_PARAMETERS.filter(({ name }) => isOf(of, name)).map(({ name, unit, fallback, min, max, isInteger, about }) => ({
      ...{ name, label: PARAMETER_LABELS[name], unit: unit === "bps" ? "bp" : unit, usual: String(fallback), min, max, isInteger },
      about: `${boundsText({ min, max })}. ${about.slice(about.indexOf(": ") + 2).replace(/^./, (first) => first.toUpperCase())}`,
    })),
  }));
}
