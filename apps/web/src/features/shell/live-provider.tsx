"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { LiveTopic } from "../../server/contract/live.ts";
import { isHeld } from "./held-query.ts";
import { pathsTouchedBy } from "./live-topics.ts";

/** Changes of this long are asked for together: a market that moves every second costs one round of queries in two. */
const COALESCE_MS = 2_000;

export type LiveState = {
  readonly state: "connecting" | "live" | "lost" | "paused";
  /** Server's wall clock at the last sign of life. */
  readonly lastUpdateMs: number | undefined;
  readonly pause: () => void;
  readonly resume: () => void;
};

const LiveContext = createContext<LiveState | undefined>(undefined);

/** Live updates: the stream says what changed, and what is on the screen is asked again. Paused, nothing moves until resumed. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { workspace } = useWorkspace();
  const [isPaused, setPaused] = useState(false);
  const [lastUpdateMs, setLastUpdateMs] = useState<number | undefined>(undefined);
  const waiting = useRef(new Set<LiveTopic>());

  useEffect(() => {
    if (isPaused) return undefined;
    const timer = setInterval(() => {
      const paths = pathsTouchedBy(waiting.current);
      waiting.current.clear();
      for (const path of paths)
        void queryClient.invalidateQueries({ queryKey: [path], predicate: (query) => !isHeld(query) }, { cancelRefetch: false });
    }, COALESCE_MS);
    return () => clearInterval(timer);
  }, [isPaused, queryClient]);

  const stream = useSubscription(
    trpc.live.updates.subscriptionOptions(
      { workspaceId: workspace.id },
      {
        onData: ({ data }) => {
          for (const topic of data.topics) waiting.current.add(topic);
          if (data.atMs > 0) setLastUpdateMs(data.atMs);
        },
      },
    ),
  );
  const pause = useCallback(() => setPaused(true), []);
  const resume = useCallback(() => setPaused(false), []);
  const connection = stream.status === "pending" ? "live" : stream.status === "error" ? "lost" : "connecting";
  const live = useMemo<LiveState>(
    () => ({ state: isPaused ? "paused" : connection, lastUpdateMs, pause, resume }),
    [isPaused, connection, lastUpdateMs, pause, resume],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** Whether the page moves by itself, and how to hold it still. */
export function useLive(): LiveState {
  const live = use(LiveContext);
  if (live === undefined) throw new Error("useLive is called outside the shell");
  return live;
}
