"use client";

import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { Candle, RegimeChange } from "../shell/answers.ts";

type Of = { readonly marketKey: string; readonly candles: readonly Candle[]; readonly timeframeMs: number };

/** When the market's regime changed over the time that the candles cover; undefined while it is on its way. */
export function useRegimeChanges({ marketKey, candles, timeframeMs }: Of): readonly RegimeChange[] | undefined {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const fromMs = candles[0]?.openMs;
  const lastMs = candles.at(-1)?.openMs;
  const isAsked = fromMs !== undefined && lastMs !== undefined;
  const query = useQuery(
    trpc.market.regimeChanges.queryOptions(
      isAsked ? { workspaceId: workspace.id, marketKey, fromMs, toMs: lastMs + timeframeMs } : skipToken,
      { placeholderData: keepPreviousData },
    ),
  );
  return query.data;
}
