"use client";

import { formatDuration } from "../format/duration.ts";
import { formatUtc } from "../format/time.ts";
import { useNow } from "./now-provider.tsx";

type AgeProps = {
  readonly atMs: number | undefined;
  /** The clock to read against where it is not the wall: a replayed market's. */
  readonly clockMs?: number;
};

/** How old something is, kept up to date. It takes the same room before the clock is known. */
export function Age({ atMs, clockMs }: AgeProps) {
  const wallMs = useNow();
  const nowMs = clockMs ?? wallMs;
  if (atMs === undefined || nowMs === undefined) return <span>–</span>;
  const ageMs = Math.max(0, nowMs - atMs);
  return (
    <time dateTime={new Date(atMs).toISOString()} title={`${formatUtc(atMs)} UTC`} className="whitespace-nowrap">
      {ageMs < 1_000 ? "just now" : `${formatDuration(ageMs)} ago`}
    </time>
  );
}
