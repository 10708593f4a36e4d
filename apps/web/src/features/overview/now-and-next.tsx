"use client";

import { formatUtc } from "@ballast/ui/format/time";
import { Panel } from "@ballast/ui/primitives/panel";
import { useNow } from "@ballast/ui/primitives/now-provider";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import type { ReactNode } from "react";
import type { Trouble } from "../readiness/trouble-words.ts";
import { useTrouble } from "../readiness/use-trouble.ts";
import type { WorkspaceStatus } from "../shell/answers.ts";
import { marketNowMs, nextWindowText, phaseWord, rateText } from "../shell/clock-words.ts";
import { haltTitle } from "../shell/halt-words.ts";
import { useStatus } from "../shell/use-status.ts";
import { stakeOf, useVenue } from "../shell/use-venue.ts";

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex h-7 items-center justify-between gap-3 text-13">
      <dt className="shrink-0 text-ink-muted">{label}</dt>
      <dd className="truncate text-right text-ink">{children}</dd>
    </div>
  );
}

/** What was read last is not the present where a part has gone since. */
function engineWords(engine: WorkspaceStatus["engine"], trouble: Trouble | undefined): string {
  const state = trouble?.engine ?? engine.state;
  return state === "up" ? `up, ${engine.workers} worker${engine.workers === 1 ? "" : "s"}` : state;
}

function Lines({ status }: { readonly status: WorkspaceStatus }) {
  const wallMs = useNow();
  const { market, window, engine, halts, counts } = status;
  const venue = useVenue(status) ?? status.venue;
  const trouble = useTrouble(stakeOf(status));
  const nowMs = market === undefined ? wallMs : marketNowMs(market, wallMs);
  const next = window === undefined || nowMs === undefined ? undefined : nextWindowText(window, nowMs);
  const [halt] = halts;
  return (
    <dl className="flex flex-col">
      <Line label="Trading">{halt === undefined ? "not halted" : haltTitle(halt)}</Line>
      <Line label="Window">
        {window === undefined ? "always open" : next === undefined ? phaseWord(window.phase) : `${phaseWord(window.phase)}, ${next}`}
      </Line>
      <Line label="Next close">{market === undefined ? "–" : formatUtc(market.lastCloseMs + market.timeframeMs)}</Line>
      <Line label="Clock">{market === undefined ? "–" : (rateText(market) ?? "real time, UTC")}</Line>
      <Line label="Venue">{`${venue.name}, ${venue.state}`}</Line>
      <Line label="Engine">{engineWords(engine, trouble)}</Line>
      <Line label="Open orders">{counts.openOrders}</Line>
    </dl>
  );
}

/** What holds this minute and what comes next. */
export function NowAndNext() {
  const { data: status } = useStatus();
  return (
    <Panel title="Now and next">
      {status === undefined ? (
        <div className="flex h-49 flex-col justify-between py-1.5">
          {Array.from({ length: 7 }, (_, line) => (
            <Skeleton key={line} className="h-3.5 w-full" />
          ))}
        </div>
      ) : (
        <Lines status={status} />
      )}
    </Panel>
  );
}
