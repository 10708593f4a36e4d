"use client";

import { formatRelative } from "../format/duration.ts";
import { formatLocal, formatUtc, formatUtcDate, formatUtcMinute } from "../format/time.ts";
import { useClock } from "./now-provider.tsx";

type TimestampProps = {
  readonly atMs: number | undefined;
  /** The clock that "ago" is read against where it is not the wall: a replayed market's. */
  readonly clockMs?: number;
};

/** What stands on hover; the reader's own zone is known in the browser only, which is where there is a now. */
function hoverText(atMs: number, nowMs: number | undefined): string {
  const utc = `${formatUtc(atMs)} UTC`;
  if (nowMs === undefined) return utc;
  return `${utc}\n${formatLocal(atMs, Intl.DateTimeFormat().resolvedOptions().timeZone)}\n${formatRelative(atMs, nowMs)}`;
}

/** An instant in UTC, shorter on a phone; the reader's own time and how long ago stand on hover. */
export function Timestamp({ atMs, clockMs }: TimestampProps) {
  const clock = useClock();
  if (atMs === undefined) return <span>–</span>;
  return (
    <time
      dateTime={new Date(atMs).toISOString()}
      className="whitespace-nowrap"
      onPointerEnter={(event) => (event.currentTarget.title = hoverText(atMs, clockMs ?? clock.read()))}
    >
      <span className="max-md:hidden">{formatUtc(atMs)}</span>
      <span className="md:hidden">
        {formatUtcDate(atMs).slice(5)} {formatUtcMinute(atMs)}
      </span>
    </time>
  );
}
