"use client";

import { formatDuration } from "@ballast/ui/format/duration";
import { formatUtc } from "@ballast/ui/format/time";
import { Band } from "@ballast/ui/primitives/band";
import { useNow } from "@ballast/ui/primitives/now-provider";
import type { Trouble } from "./trouble-words.ts";

/** What the product can't do now, since when, and what it means for money; all of it, however many lines that takes. */
export function TroubleBand({ trouble }: { readonly trouble: Trouble }) {
  const nowMs = useNow();
  const { title, sinceMs, meaning } = trouble;
  const lengthMs = sinceMs === undefined || nowMs === undefined ? undefined : Math.max(0, nowMs - sinceMs);
  return (
    <Band
      tone="degraded"
      isWhole
      title={
        <>
          {title}
          {/* A reader of the screen is told when it changes, not each second. */}
          {lengthMs !== undefined && <span aria-hidden="true"> · {formatDuration(lengthMs)}</span>}
        </>
      }
    >
      {sinceMs === undefined ? "" : `Since ${formatUtc(sinceMs)} UTC. `}
      {meaning}
    </Band>
  );
}
