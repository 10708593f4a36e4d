"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";

export const SPANS = [
  { value: "month", label: "30 days" },
  { value: "quarter", label: "3 months" },
  { value: "year", label: "A year" },
  { value: "all", label: "All" },
] as const;
export type Span = (typeof SPANS)[number]["value"];

/** A span of five years walks 44,000 rows, so it is read anew by the minute and not with every close. */
const FRESH_MS = 60_000;

export function useRegime(marketKey: string | undefined, span: Span) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  return useQuery(
    trpc.strategy.regime.queryOptions(
      { workspaceId: workspace.id, marketKey: marketKey ?? "", span },
      { enabled: marketKey !== undefined, placeholderData: keepPreviousData, staleTime: FRESH_MS, refetchInterval: FRESH_MS },
    ),
  );
}

/** Two years turn slowly, and are counted row by row. */
const RELIABILITY_FRESH_MS = 5 * FRESH_MS;

export function useReliability(marketKey: string | undefined) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  return useQuery(
    trpc.strategy.regimeReliability.queryOptions(
      { workspaceId: workspace.id, marketKey: marketKey ?? "" },
      { enabled: marketKey !== undefined, staleTime: RELIABILITY_FRESH_MS, refetchInterval: RELIABILITY_FRESH_MS },
    ),
  );
}
