"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";

/** One receipt. It never changes, so it is never asked for twice while it is remembered; what became of its orders does. */
export function useReceipt(of: { readonly accountId: string; readonly receiptSeq: number; readonly runId?: string | undefined }) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const { accountId, receiptSeq, runId } = of;
  return useQuery(
    trpc.decision.byKey.queryOptions(
      { workspaceId: workspace.id, accountId, receiptSeq, ...(runId === undefined || runId === "" ? {} : { runId }) },
      { placeholderData: keepPreviousData },
    ),
  );
}

export type ReceiptQuery = ReturnType<typeof useReceipt>;
