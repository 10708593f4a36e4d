"use client";

import { formatCount } from "@ballast/ui/format/ratio";
import { formatUtcDate } from "@ballast/ui/format/time";
import { Panel } from "@ballast/ui/primitives/panel";
import type { StudyCheckView } from "../shell/answers.ts";
import { CoverageList } from "./data-panel.tsx";
import { FactRows, type FactRow } from "./fact-rows.tsx";
import { FILL_WORDS } from "./fill-words.ts";
import { periodOf, type StudyDraft } from "./study-draft.ts";
import { gridSize } from "./study-request.ts";
import type { DraftCheck } from "./use-study-check.ts";

function holdoutText(check: DraftCheck["check"]): string {
  const closed = check?.holdouts.filter(({ opened }) => opened === undefined) ?? [];
  const [first] = [...closed].sort((left, right) => left.fromMs - right.fromMs);
  return first === undefined ? "none closed" : `closed from ${formatUtcDate(first.fromMs)} on`;
}

/** Each set in each fold is a trial, and so is what a fold chose on the stretch after it. */
const trialsOf = ({ sets, folds }: StudyCheckView): number => sets * Math.max(1, folds) + folds;

function rowsOf(draft: StudyDraft, { check: answer }: DraftCheck): readonly FactRow[] {
  // Where a term is no term at all nothing was counted, and nothing is 0.
  const check = answer !== undefined && answer.bars > 0 ? answer : undefined;
  const { sets, words } = gridSize(draft);
  const isGrid = draft.kind !== "backtest";
  const leftOut = check?.leftOut ?? 0;
  return [
    {
      label: "Parameter sets",
      value: formatCount(sets),
      note: words === "" ? "one" : `${words}${leftOut > 0 ? `, ${formatCount(leftOut)} of them no strategy` : ""}`,
    },
    ...(draft.kind === "walk-forward" ? [{ label: "Folds", value: formatCount(check?.folds) }] : []),
    { label: "Bars", value: formatCount(check?.bars) },
    ...(isGrid
      ? [
          {
            label: "Bars to walk",
            value: check === undefined ? "–" : formatCount(check.sets * check.bars * Math.max(1, check.folds)),
            note: "at most",
          },
        ]
      : []),
    {
      label: "Trials so far",
      value: formatCount(check?.standing.trials),
      ...(check === undefined ? {} : { note: `this adds ${formatCount(trialsOf(check))}` }),
    },
    { label: "Holdout", value: holdoutText(check) },
    {
      label: "Profile",
      value: draft.profile.replace("@", " v"),
      note: draft.profile === "reference" ? "no limits: what the strategy alone would do" : "every check of it, as live",
    },
    { label: "Fills", value: FILL_WORDS[draft.fills.name].name, note: FILL_WORDS[draft.fills.name].does },
  ];
}

/** What the study would come to, while it is written: its size, its data with the gaps, and what it costs in credibility. */
export function ForecastPanel({ draft, draftCheck }: { readonly draft: StudyDraft; readonly draftCheck: DraftCheck }) {
  const { check, isChecking } = draftCheck;
  const { fromMs, toMs } = periodOf(draft);
  return (
    <Panel title="What it comes to" note={isChecking ? "being checked" : "before any work"} className="self-start">
      <div aria-busy={isChecking} className="flex min-h-80 flex-col gap-4">
        <FactRows rows={rowsOf(draft, draftCheck)} />
        {check !== undefined && toMs > fromMs && <CoverageList coverage={check.coverage} fromMs={fromMs} toMs={toMs} />}
      </div>
    </Panel>
  );
}
