"use client";

import { formatDuration } from "@ballast/ui/format/duration";
import { formatUtc } from "@ballast/ui/format/time";
import { Band } from "@ballast/ui/primitives/band";
import { useNow } from "@ballast/ui/primitives/now-provider";
import { useWorkspace } from "../../client/workspace.tsx";
import type { WorkspaceStatus } from "./answers.ts";
import { marketNowMs, nextWindowText, phaseWord } from "./clock-words.ts";
import { haltStill, haltTitle } from "./halt-words.ts";
import { useLive } from "./live-provider.tsx";
import { ReleaseButton } from "./release-button.tsx";
import { useStatus } from "./use-status.ts";

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

function CalmBand({ status }: { readonly status: WorkspaceStatus }) {
  const wallMs = useNow();
  const { counts, market, window } = status;
  if (counts.accounts === 0)
    return (
      <Band tone="info" title="No account yet">
        Create a paper account to see it decide.
      </Band>
    );
  const next = window === undefined || market === undefined ? undefined : nextWindowText(window, marketNowMs(market, wallMs));
  const phase = window === undefined ? "Trading" : phaseWord(window.phase);
  return (
    <Band tone="calm" title={`${phase.charAt(0).toUpperCase()}${phase.slice(1)}`}>
      {counted(counts.accounts, "account")}, {counted(counts.openOrders, "open order")}
      {next === undefined ? "" : ` · ${next}`}
    </Band>
  );
}

/** What is wrong with what we see, gravest first; undefined where nothing is. */
function TroubleBand({ status }: { readonly status: WorkspaceStatus }) {
  const { me } = useWorkspace();
  const { halts, engine, venue, counts } = status;
  const [halt, ...others] = halts;
  if (halt !== undefined) {
    const roles = me.rolesByPermission["halt.release"].map((role) => role.replace("_", " ")).join(", ");
    const more = others.length === 0 ? "" : ` ${others.length} more in force.`;
    const detail = `Since ${formatUtc(halt.sinceMs)} by ${halt.setBy}: “${halt.reason}”.${more} To release: ${roles}. ${haltStill(halt)}`;
    return (
      <Band tone="halted" title={haltTitle(halt)} detail={detail} action={<ReleaseButton halt={halt} />}>
        {detail}
      </Band>
    );
  }
  if (engine.state === "down")
    return (
      <Band tone="stale" title="The engine is not running">
        {engine.lastSeenAtMs === undefined ? "It was never seen." : `Last seen ${formatUtc(engine.lastSeenAtMs)}.`} Nothing is decided;
        orders at a venue stay there. Whoever runs the installation can start it.
      </Band>
    );
  if (counts.unknownOrders > 0)
    return (
      <Band tone="degraded" title={`${counted(counts.unknownOrders, "order")} with unknown outcome`}>
        Its account opens nothing until the venue has proven what happened.
      </Band>
    );
  if (engine.state === "stale")
    return (
      <Band tone="stale" title="The engine is late">
        Last seen {formatDuration(status.serverNowMs - (engine.lastSeenAtMs ?? status.serverNowMs))} ago. Figures may be old; nothing to do
        yet.
      </Band>
    );
  return (
    <Band tone="degraded" title={`${venue.name} is ${venue.state}`}>
      {venue.detail}
    </Band>
  );
}

/** Under the bar on every page, in words: all is well, or what is not, since when, what to do and who can. */
export function StateBand() {
  const { data: status, isError, dataUpdatedAt } = useStatus();
  const { state } = useLive();
  if (isError)
    return (
      <Band tone="stale" title="The server does not answer">
        {dataUpdatedAt > 0 ? `Figures are from ${formatUtc(dataUpdatedAt)}.` : "Nothing could be read yet."} Trading does not need this
        page; it is tried again by itself.
      </Band>
    );
  if (status === undefined) return <Band tone="calm" title="Reading the state…" />;
  const isWell =
    status.halts.length === 0 && status.engine.state === "up" && status.venue.state === "online" && status.counts.unknownOrders === 0;
  if (!isWell) return <TroubleBand status={status} />;
  if (state === "lost")
    return (
      <Band tone="stale" title="Live updates are interrupted">
        Figures are read every 10 seconds until they are back.
      </Band>
    );
  return <CalmBand status={status} />;
}
