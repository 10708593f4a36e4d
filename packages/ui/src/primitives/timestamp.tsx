"use client";

import { formatRelative } from "../format/duration.ts";
import { formatLocal, formatUtc, formatUtcDate, formatUtcMinute } from "../format/time.ts";
import { useNow } from "./now-provider.tsx";
import { Tooltip } from "./tooltip.tsx";

type TimestampProps = {
  readonly atMs: number | undefined;
  /** The clock that "ago" is read against where it is not the wall: a replayed market's. */
  readonly clockMs?: number;
};

/** An instant in UTC, shorter on a phone; the reader's own time and how long ago stand on hover. */
export function Timestamp({ atMs, clockMs }: TimestampProps) {
  const wallMs = useNow();
  if (atMs === undefined) return <span>–</span>;
  const nowMs = clockMs ?? wallMs;
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
        <span className="max-md:hidden">{formatUtc(atMs)}</span>
        <span className="md:hidden">
          {formatUtcDate(atMs).slice(5)} {formatUtcMinute(atMs)}
        </span>
      </time>
    </Tooltip>
  );
}
