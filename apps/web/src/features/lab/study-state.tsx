"use client";

import { formatCount } from "@ballast/ui/format/ratio";
import { Badge } from "@ballast/ui/primitives/badge";
import type { StudyRow } from "../shell/answers.ts";
import { STATE_WORDS } from "./study-words.ts";

export function StudyState({ study }: { readonly study: Pick<StudyRow, "state" | "isStopping"> }) {
  const { word, tone } = STATE_WORDS[study.state];
  return <Badge tone={study.isStopping ? "warn" : tone}>{study.isStopping ? "Stopping" : word}</Badge>;
}

/** How far a study has come, as a bar that a screen reader can read too. */
export function StudyProgress({ study }: { readonly study: Pick<StudyRow, "pointsDone" | "pointsTotal"> }) {
  const { pointsDone, pointsTotal } = study;
  const percent = pointsTotal === 0 ? 0 : Math.round((pointsDone / pointsTotal) * 100);
  return (
    <span className="flex items-center gap-2">
      <progress
        value={pointsDone}
        max={pointsTotal}
        aria-label="Sets walked"
        className="h-1.5 w-20 appearance-none overflow-hidden rounded-inner bg-sunken [&::-moz-progress-bar]:bg-accent-solid [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent-solid"
      />
      <span className="text-12 whitespace-nowrap text-ink-muted">
        {percent} % of {formatCount(pointsTotal)}
      </span>
    </span>
  );
}
