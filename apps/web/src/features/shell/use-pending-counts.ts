"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { NavItem } from "./nav-items.ts";

/** Approvals come seldom and are never urgent to the second; the live stream brings most of them sooner. */
const REFETCH_MS = 30_000;

/** How many approvals wait in a section; 0 while nobody knows. */
export function usePendingCounts(): (pending: NavItem["pending"]) => number {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const { data } = useQuery(trpc.workspace.pending.queryOptions({ workspaceId: workspace.id }, { refetchInterval: REFETCH_MS }));
  return (pending) => (pending === undefined || data === undefined ? 0 : data[pending]);
}
