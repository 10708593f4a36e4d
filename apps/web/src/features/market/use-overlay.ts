"use client";

import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { Candle, MarketOverlay } from "../shell/answers.ts";

type Of = {
  readonly accountId: string | undefined;
  readonly symbol: string;
  readonly candles: readonly Candle[] | undefined;
  readonly timeframeMs: number | undefined;
};

/** What an account did over the time that the candles cover, until their last close; undefined without an account or a candle. */
export function useOverlay({ accountId, symbol, candles, timeframeMs }: Of): MarketOverlay | undefined {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const fromMs = candles?.[0]?.openMs;
  const lastMs = candles?.at(-1)?.openMs;
  const isAsked = accountId !== undefined && fromMs !== undefined && lastMs !== undefined && timeframeMs !== undefined;
  const overlay = useQuery(
    trpc.market.overlay.queryOptions(
      isAsked ? { workspaceId: workspace.id, accountId, symbol, fromMs, toMs: lastMs + 2 * timeframeMs } : skipToken,
      { placeholderData: keepPreviousData },
    ),
  );
  return accountId === undefined ? undefined : overlay.data;
}
