import { formatTimeframe } from "@ballast/ui/format/duration";
import { formatUtcDate } from "@ballast/ui/format/time";
import type { BadgeTone } from "@ballast/ui/primitives/badge";
import { strategyName } from "../strategies/strategy-words.ts";
import type { StudyRow } from "../shell/answers.ts";

export const KIND_WORDS: Readonly<Record<StudyRow["kind"], string>> = {
  backtest: "Backtest",
  sweep: "Sweep",
  "walk-forward": "Walk-forward",
};

export const STATE_WORDS: Readonly<Record<StudyRow["state"], { readonly word: string; readonly tone: BadgeTone }>> = {
  queued: { word: "Waiting", tone: "neutral" },
  running: { word: "Running", tone: "accent" },
  done: { word: "Done", tone: "good" },
  failed: { word: "Failed", tone: "halt" },
  cancelled: { word: "Stopped", tone: "warn" },
};

type Named = Pick<StudyRow, "source" | "instruments" | "timeframeMs">;

/** What a study or a ledger is about: `archive BTC/USD 1h`. */
export function datasetText({ source, instruments, timeframeMs }: Named): string {
  const [first = "no instrument", ...others] = instruments;
  const symbols = others.length === 0 ? first : `${first} and ${others.length} more`;
  return `${source} ${symbols} ${timeframeMs === 0 ? "" : formatTimeframe(timeframeMs)}`.trim();
}

/** The last day is the one whose bars are in it: the period's own end is the first moment after. */
export function periodText({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): string {
  return `${formatUtcDate(fromMs)} to ${formatUtcDate(toMs - 1)}`;
}

/** The name that its researcher gave it, or what it is. */
export function studyTitle(study: Pick<StudyRow, "title" | "kind" | "instruments" | "strategy">): string {
  if (study.title !== "") return study.title;
  return `${KIND_WORDS[study.kind]} of ${strategyName(study.strategy)} on ${study.instruments.join(", ")}`;
}

/** Whether it still changes by itself. */
export function isAtWork({ state }: Pick<StudyRow, "state">): boolean {
  return state === "queued" || state === "running";
}
