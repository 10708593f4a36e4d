"use client";

import { formatDuration } from "@ballast/ui/format/duration";
import { formatCount } from "@ballast/ui/format/ratio";
import { useNow } from "@ballast/ui/primitives/now-provider";
import { Panel } from "@ballast/ui/primitives/panel";
import type { StudyDetail } from "../shell/answers.ts";

/** Before so much of the work is done, what is left can't be told from how long it took. */
const TELLING_SHARE = 0.02;

/** How long what is left will take at the pace so far; undefined while that is anybody's guess. */
export function leftMs(
  study: Pick<StudyDetail, "pointsDone" | "pointsTotal" | "startedAtMs">,
  nowMs: number | undefined,
): number | undefined {
  const { pointsDone, pointsTotal, startedAtMs } = study;
  if (startedAtMs === undefined || nowMs === undefined || pointsDone < pointsTotal * TELLING_SHARE || pointsDone === 0) return undefined;
  return ((nowMs - startedAtMs) / pointsDone) * (pointsTotal - pointsDone);
}

function sentence(study: StudyDetail, nowMs: number | undefined): string {
  if (study.isStopping) return "It stops: the engine ends what it has in hand.";
  if (study.state === "queued") return "It waits for a worker of the engine.";
  if (study.pointsDone === study.pointsTotal) return "Every set is walked; the engine counts what they come to.";
  const left = leftMs(study, nowMs);
  return left === undefined ? "The engine is at it." : `About ${formatDuration(left)} are left at this pace.`;
}

/** How far a study has come. It keeps its place while the numbers move. */
export function RunningPanel({ study }: { readonly study: StudyDetail }) {
  const nowMs = useNow();
  const { pointsDone, pointsTotal } = study;
  const percent = Math.floor((pointsDone / pointsTotal) * 100);
  return (
    <Panel title="Progress" note={study.kind === "backtest" ? "one walk over the period" : "every set over its period; workers share them"}>
      <div className="flex flex-col gap-2">
        <p className="flex items-baseline gap-3">
          <span className="text-28 font-medium tabular-nums">{percent} %</span>
          <span className="text-13 text-ink-muted">
            {formatCount(pointsDone)} of {formatCount(pointsTotal)} {pointsTotal === 1 ? "set" : "sets"}
            {study.startedAtMs !== undefined &&
              nowMs !== undefined &&
              `, at work for ${formatDuration(Math.max(0, nowMs - study.startedAtMs))}`}
          </span>
        </p>
        <progress
          value={pointsDone}
          max={pointsTotal}
          aria-label="Sets walked"
          className="h-2 w-full appearance-none overflow-hidden rounded-inner bg-sunken [&::-moz-progress-bar]:bg-accent-solid [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent-solid [&::-webkit-progress-value]:transition-all"
        />
        <p role="status" className="min-h-5 text-13 text-ink-muted">
          {sentence(study, nowMs)}
        </p>
      </div>
    </Panel>
  );
}
