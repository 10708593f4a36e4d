import { formatTimeframe } from "@ballast/ui/format/duration";
import { strategyName } from "../strategies/strategy-words.ts";
import { parameterName } from "./parameter-words.ts";

type Term = readonly [name: string, value: string];

/** Terms whose value reads as it is, or in words of its own. Times are told as a period, kinds in the heading. */
const WORDS: Readonly<Record<string, readonly [label: string, words: (value: string) => string]>> = {
  source: ["Source", String],
  instruments: ["Instruments", (value) => listOf(value)],
  timeframeMs: ["Bars", (value) => formatTimeframe(Number(value))],
  strategy: ["Strategy", strategyName],
  profile: ["Risk profile", String],
  parameters: ["Parameters", (value) => namedOf(value) || "the usual ones"],
  grid: ["Grid", namedOf],
  folds: ["Folds", namedOf],
  feeBps: ["Fee", (value) => `${value} bp`],
  slippageBps: ["Slippage", (value) => `${value} bp`],
  balance: ["Starting balance", String],
};

const HIDDEN: readonly string[] = ["kind", "fromMs", "toMs"];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function listOf(text: string): string {
  const value = parsed(text);
  return Array.isArray(value) ? value.map(String).join(", ") : text;
}

const FOLD_WORDS: Readonly<Record<string, string>> = {
  kind: "",
  inSampleBars: "in sample",
  outOfSampleBars: "out of sample",
  purgeBars: "purge",
  embargoBars: "embargo",
};

function namedOf(text: string): string {
  const value = parsed(text);
  if (typeof value !== "object" || value === null) return text;
  return Object.entries(value)
    .map(([name, one]) =>
      `${FOLD_WORDS[name] ?? parameterName(name)} ${Array.isArray(one) ? one.map(String).join(", ") : String(one)}`.trim(),
    )
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
