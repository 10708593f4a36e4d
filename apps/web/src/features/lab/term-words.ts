import { formatTimeframe } from "@ballast/ui/format/duration";
import { strategyName } from "../strategies/strategy-words.ts";
import { parameterName } from "./parameter-words.ts";

type Term = readonly [name: string, value: string];

/** Terms whose value reads as it is, or in words of its own. */
const WORDS: Readonly<Record<string, readonly [label: string, words: (value: string) => string]>> = {
  source: ["Source", String],
  instruments: ["Instruments", (value) => listOf(value)],
  timeframeMs: ["Bars", (value) => formatTimeframe(Number(value))],
  strategy: ["Strategy", strategyName],
  strategies: ["May choose", (value) => listOf(value, strategyName)],
  profile: ["Risk profile", (value) => value.replace("@", ", version ")],
  parameters: ["Parameters", (value) => namedOf(value) || "the usual ones"],
  grid: ["Grid", namedOf],
  folds: ["Folds", namedOf],
  feeBps: ["Fee", (value) => `${value} bp`],
  slippageBps: ["Slippage", (value) => `${value} bp`],
  seed: ["Seed of its luck", String],
  balance: ["Starting balance", String],
};

/** Told elsewhere: the period and the kind in the heading, the fills in a sentence of their own. */
const HIDDEN: readonly string[] = ["kind", "fromMs", "toMs", "fillModel"];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function listOf(text: string, words: (value: string) => string = String): string {
  const value = parsed(text);
  return Array.isArray(value) ? value.map((one) => words(String(one))).join(", ") : text;
}

const FOLD_WORDS: Readonly<Record<string, string>> = {
  kind: "",
  inSampleBars: "in sample",
  outOfSampleBars: "out of sample",
  purgeBars: "purge",
  embargoBars: "embargo",
};

/** As many values are told one by one; more of them, evenly apart, as a range. */
const VALUES_TOLD = 6;

function valuesText(values: readonly unknown[]): string {
  const [first, second] = values.map(Number);
  const last = Number(values.at(-1));
  const step = (second ?? NaN) - (first ?? NaN);
  const isEven = values.every((value, index) => Math.abs(Number(value) - ((first ?? NaN) + index * step)) < step / 1_000);
  if (values.length <= VALUES_TOLD || !isEven) return values.map(String).join(", ");
  return `${first ?? ""} to ${last} by ${Number(step.toPrecision(6))}`;
}

function namedOf(text: string): string {
  const value = parsed(text);
  if (typeof value !== "object" || value === null) return text;
  return Object.entries(value)
    .map(([name, one]) => `${FOLD_WORDS[name] ?? parameterName(name)} ${Array.isArray(one) ? valuesText(one) : String(one)}`.trim())
    .join("; ");
}

/** The terms of a request in the reader's words, in the order in which people ask for them. */
export function termRows(terms: readonly Term[]): readonly Term[] {
  const order = Object.keys(WORDS);
  const placeOf = ([name]: Term): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return terms
    .filter(([name]) => !HIDDEN.includes(name))
    .sort((left, right) => placeOf(left) - placeOf(right))
    .map(([name, value]) => {
      const words = WORDS[name];
      return words === undefined ? [name, value] : [words[0], words[1](value)];
    });
}
