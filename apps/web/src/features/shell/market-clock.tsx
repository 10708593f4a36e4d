"use client";

import { formatUtc } from "@ballast/ui/format/time";
import { useNow } from "@ballast/ui/primitives/now-provider";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import type { WorkspaceStatus } from "./answers.ts";
import { marketNowMs, nextWindowText, phaseWord, rateText } from "./clock-words.ts";

/** The clock that decisions follow, and what it brings next. */
export function MarketClockText({ status }: { readonly status: WorkspaceStatus | undefined }) {
  const wallMs = useNow();
  if (status === undefined) return <Skeleton className="h-4 w-72 max-w-full" />;
  const { market, window } = status;
  const nowMs = market === undefined ? wallMs : marketNowMs(market, wallMs);
  const rate = market === undefined ? undefined : rateText(market);
  const next = window === undefined || nowMs === undefined ? undefined : nextWindowText(window, nowMs);
  return (
    <span className="flex min-w-0 items-center gap-2 text-12 whitespace-nowrap text-ink-muted">
      <time className="text-ink" title={rate === undefined ? "UTC" : `Replayed market time, UTC, ${rate}`}>
        {formatUtc(nowMs)}
      </time>
      <span>UTC</span>
      {window !== undefined && <span className="truncate">{next ?? phaseWord(window.phase)}</span>}
    </span>
  );
}
