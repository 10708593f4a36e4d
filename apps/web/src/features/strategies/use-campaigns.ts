"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";

const ACCOUNTS = 50;

/** The campaigns of governed accounts, and which accounts those are. */
export function useCampaigns() {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const query = useInfiniteQuery(
    trpc.strategy.campaigns.infiniteQueryOptions(
      { workspaceId: workspace.id, limit: ACCOUNTS },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items), [query.data]);
  const accounts = useMemo(() => query.data?.pages.flatMap(({ governedAccounts }) => governedAccounts), [query.data]);
  return { query, rows, accounts };
}

export type CampaignsQuery = ReturnType<typeof useCampaigns>["query"];
