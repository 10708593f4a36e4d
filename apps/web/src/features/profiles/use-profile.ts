"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";

const VERSIONS = 50;

/** The versions of a profile, newest first. */
export function useVersions(key: string) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const query = useInfiniteQuery(
    trpc.profile.versions.infiniteQueryOptions(
      { workspaceId: workspace.id, key, limit: VERSIONS },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items), [query.data]);
  return { query, rows };
}
