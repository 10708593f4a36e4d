import type { Regime } from "@ballast/core/regime/regime";
import type { BadgeTone } from "@ballast/ui/primitives/badge";

/** The market's regimes, from calm to crash, as pages name them. */
export const REGIME_WORDS: Readonly<Record<Regime, { readonly word: string; readonly tone: BadgeTone; readonly meaning: string }>> = {
  RISK_ON: { word: "Risk on", tone: "good", meaning: "calm and rising" },
  NEUTRAL: { word: "Neutral", tone: "neutral", meaning: "neither calm nor falling" },
  RISK_OFF: { word: "Risk off", tone: "warn", meaning: "restless or falling" },
  PANIC: { word: "Panic", tone: "halt", meaning: "a crash" },
};

export function isRegime(name: string | undefined): name is Regime {
  return name !== undefined && Object.hasOwn(REGIME_WORDS, name);
}

/** A regime's word; the name itself where it is none of ours. */
export function regimeWord(name: string): string {
  return isRegime(name) ? REGIME_WORDS[name].word : name;
}

/** The sign of the benchmark's slope in a word. */
export function trendWord(trend: number): string {
  if (trend === 0) return "flat";
  return trend > 0 ? "rising" : "falling";
}
