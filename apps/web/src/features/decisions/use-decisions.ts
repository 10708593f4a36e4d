"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { HELD } from "../shell/held-query.ts";
import type { DecisionFilters } from "./decision-filters.ts";
import { decisionKey } from "./decision-key.ts";

const PAGE = 100;
/** Looked at for what is new; more than this is shown as this many. */
const HEAD = 50;

/**
 * The list as it was when it was asked for, and how many decisions came since. New rows wait for the
 * reader: under a market that moves every second a list that jumps can't be read.
 */
export function useDecisions(filters: DecisionFilters) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const of = { workspaceId: workspace.id, ...filters };
  const pages = useInfiniteQuery(
    trpc.decision.list.infiniteQueryOptions(
      { ...of, limit: PAGE },
      {
        getNextPageParam: (page) => page.nextCursor,
        placeholderData: keepPreviousData,
        meta: HELD,
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnMount: "always",
      },
    ),
  );
  const head = useQuery(trpc.decision.list.queryOptions({ ...of, limit: HEAD }, { placeholderData: keepPreviousData }));
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items), [pages.data]);
  const newCount = useMemo(() => {
    if (rows === undefined || head.data === undefined) return 0;
    const known = new Set(rows.map(decisionKey));
    return head.data.items.filter((row) => !known.has(decisionKey(row))).length;
  }, [rows, head.data]);
  const searchedToMs = pages.data?.pages.at(-1)?.searchedToMs;
  const { refetch } = pages;
  const showNew = useCallback(() => {
    void refetch();
  }, [refetch]);
  return { pages, rows, searchedToMs, newCount, showNew };
}
