"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";

/** The net beneath the live stream: the frame is never older than this, stream or no stream. */
const REFETCH_MS = 10_000;

/** What the frame shows on every page: halts, mode, clock, venue, engine. One query for all who ask. */
export function useStatus() {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  return useQuery(trpc.workspace.status.queryOptions({ workspaceId: workspace.id }, { refetchInterval: REFETCH_MS }));
}
