"use client";

import { formatUtc } from "@ballast/ui/format/time";
import { Band } from "@ballast/ui/primitives/band";
import { useNow } from "@ballast/ui/primitives/now-provider";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { TroubleBand } from "../readiness/trouble-band.tsx";
import { useTrouble } from "../readiness/use-trouble.ts";
import type { WorkspaceStatus } from "./answers.ts";
import { marketNowMs, nextWindowText, phaseWord } from "./clock-words.ts";
import { HaltBand } from "./halt-band.tsx";
import { IncidentBand } from "./incident-band.tsx";
import { useLive } from "./live-provider.tsx";
import { useStatus } from "./use-status.ts";
import { stakeOf } from "./use-venue.ts";

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

/** What is asked of the server, and what of it does not come, where all parts of the product answer. */
function AnswerBand() {
  const { data: status, isError, dataUpdatedAt } = useStatus();
  const { state } = useLive();
  if (isError)
    return (
      <Band tone="stale" title="The state can't be read">
        {dataUpdatedAt > 0 ? `Figures are from ${formatUtc(dataUpdatedAt)}.` : "Nothing could be read yet."} Trading does not need this
        page; it is tried again by itself.
      </Band>
    );
  if (status === undefined) return <Band tone="calm" title="Reading the state…" />;
  if (status.counts.unknownOrders > 0)
    return (
      <Band tone="degraded" title={`${counted(status.counts.unknownOrders, "order")} with unknown outcome`}>
        Its account opens nothing until the venue has proven what happened.
      </Band>
    );
  if (state === "lost")
    return (
      <Band tone="stale" title="Live updates are interrupted">
        Figures are read every 10 seconds until they are back.
      </Band>
    );
  return <CalmBand status={status} />;
}

/** What failed while a part was away is asked again at once when it is back; nobody has to reload. */
function useFreshAfter(isInTrouble: boolean): void {
  const queryClient = useQueryClient();
  const wasInTrouble = useRef(false);
  useEffect(() => {
    if (wasInTrouble.current && !isInTrouble) void queryClient.invalidateQueries();
    wasInTrouble.current = isInTrouble;
  }, [isInTrouble, queryClient]);
}

/**
 * Under the bar on every page, in words: all is well, or what is not, since when, what to do and who can.
 * A halt does not hide that the engine which has to carry it out is away, nor that what is stored can't be trusted.
 */
export function StateBand() {
  const { data: status } = useStatus();
  const trouble = useTrouble(stakeOf(status));
  useFreshAfter(trouble !== undefined);
  const halts = status?.halts ?? [];
  // Broken books say so by the halt that they have set, as long as it is in force.
  const incidents = (status?.incidents ?? []).filter(({ id }) => !halts.some((halt) => halt.id === id));
  return (
    <>
      {trouble !== undefined && <TroubleBand trouble={trouble} />}
      {incidents.length > 0 && <IncidentBand incidents={incidents} />}
      {halts.length > 0 && <HaltBand halts={halts} />}
      {trouble === undefined && halts.length === 0 && incidents.length === 0 && <AnswerBand />}
    </>
  );
}
