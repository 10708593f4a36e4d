"use client";

import { formatRelative } from "../format/duration.ts";
import { formatLocal, formatUtc, formatUtcMinute } from "../format/time.ts";
import { useNow } from "./now-provider.tsx";
import { Tooltip } from "./tooltip.tsx";

type TimestampProps = {
  readonly atMs: number | undefined;
  /** The clock that "ago" is read against where it is not the wall: a replayed market's. */
  readonly clockMs?: number;
  /** `minute` leaves out the date, where a heading names it. */
  readonly form?: "full" | "minute";
};

/** An instant in UTC; the reader's own time and how long ago stand on hover and focus. */
export function Timestamp({ atMs, clockMs, form = "full" }: TimestampProps) {
  const wallMs = useNow();
  if (atMs === undefined) return <span>–</span>;
  const nowMs = clockMs ?? wallMs;
  const shown = form === "full" ? formatUtc(atMs) : formatUtcMinute(atMs);
  const content = (
    <span className="flex flex-col">
      <span>{formatUtc(atMs)} UTC</span>
      <span className="text-ink-muted">{formatLocal(atMs, Intl.DateTimeFormat().resolvedOptions().timeZone)}</span>
      {nowMs !== undefined && <span className="text-ink-muted">{formatRelative(atMs, nowMs)}</span>}
    </span>
  );
  return (
    <Tooltip content={content}>
      <time dateTime={new Date(atMs).toISOString()} className="whitespace-nowrap">
        {shown}
      </time>
    </Tooltip>
  );
}
