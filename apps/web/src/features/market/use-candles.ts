"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { Candle } from "../shell/answers.ts";
import { mergeCandles } from "./merge-candles.ts";

const PAGE = 1_000;

type Of = { readonly marketKey: string; readonly symbol: string };
type Kept = { readonly key: string; readonly candles: readonly Candle[]; readonly beforeMs: number | undefined };

/**
 * Bars of an instrument: the newest, kept up to date, and older ones as the reader scrolls back. What
 * was read stays, so that a replayed market that outruns a page leaves no hole.
 */
export function useCandles({ marketKey, symbol }: Of) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { workspace } = useWorkspace();
  const input = { workspaceId: workspace.id, marketKey, symbol, limit: PAGE };
  const newest = useQuery(trpc.market.candles.queryOptions(input));
  const key = `${marketKey} ${symbol}`;
  const [kept, setKept] = useState<Kept>({ key, candles: [], beforeMs: undefined });
  const isReading = useRef(false);

  const page = newest.data;
  const [seen, setSeen] = useState(page);
  // Taken in while drawing, as React advises for state that follows what was read.
  if (page !== seen || kept.key !== key) {
    setSeen(page);
    const base = kept.key === key ? kept : { key, candles: [], beforeMs: undefined };
    if (page !== undefined)
      setKept({
        key,
        candles: mergeCandles(base.candles, page.candles),
        beforeMs: base.candles.length === 0 ? page.beforeMs : base.beforeMs,
      });
    else setKept(base);
  }

  const { beforeMs } = kept;
  const readOlder = useCallback(() => {
    if (beforeMs === undefined || isReading.current) return;
    isReading.current = true;
    void queryClient
      .query(trpc.market.candles.queryOptions({ workspaceId: workspace.id, marketKey, symbol, limit: PAGE, beforeMs }))
      .then((older) =>
        setKept((before) =>
          before.key === `${marketKey} ${symbol}`
            ? { ...before, candles: mergeCandles(before.candles, older.candles), beforeMs: older.beforeMs }
            : before,
        ),
      )
      .finally(() => {
        isReading.current = false;
      });
  }, [beforeMs, marketKey, queryClient, symbol, trpc, workspace.id]);

  const answer = useMemo(
    () => (page === undefined || kept.candles.length === 0 ? page : { ...page, candles: kept.candles }),
    [page, kept.candles],
  );
  return { query: { data: answer, error: newest.error, refetch: newest.refetch }, readOlder };
}
