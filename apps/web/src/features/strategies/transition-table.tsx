"use client";

import { formatUtc } from "@ballast/ui/format/time";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { Select } from "@ballast/ui/primitives/select";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { reasonWords } from "../decisions/reason-words.ts";
import { receiptPath } from "../receipt/receipt-path.ts";
import type { CampaignTransition } from "../shell/answers.ts";
import { MoreRows } from "../shell/more-rows.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { useAddress } from "../shell/use-address.ts";
import { CampaignStepMark } from "./campaign-step-mark.tsx";

const DECISIONS = 50;
const FRESH_MS = 15_000;

const COLUMNS: readonly Column<CampaignTransition>[] = [
  { key: "at", header: "When", unit: "UTC", value: (row) => formatUtc(row.atMs), cell: (row) => <Timestamp atMs={row.atMs} /> },
  { key: "symbol", header: "Instrument", value: (row) => row.symbol },
  {
    key: "step",
    header: "Step",
    value: (row) => `${row.from} to ${row.to}`,
    cell: (row) => <CampaignStepMark from={row.from} to={row.to} />,
  },
  { key: "why", header: "Why", isFlexible: true, isWide: true, value: (row) => reasonWords(row.code) },
  { key: "receipt", header: "Receipt", align: "right", isWide: true, value: (row) => row.receiptSeq },
];

type TransitionTableProps = { readonly accounts: readonly { readonly id: string; readonly name: string }[] };

/** How an account's campaigns came to where they are, step by step, each with the receipt that decided it. */
export function TransitionTable({ accounts }: TransitionTableProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const address = useAddress();
  const { workspace } = useWorkspace();
  const account = accounts.find(({ id }) => id === address.read("account")) ?? accounts[0];
  const accountId = account?.id ?? "";
  const query = useInfiniteQuery(
    trpc.strategy.transitions.infiniteQueryOptions(
      { workspaceId: workspace.id, accountId, limit: DECISIONS },
      { enabled: account !== undefined, getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData, staleTime: FRESH_MS, refetchInterval: FRESH_MS },
    ),
  ); // prettier-ignore
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items), [query.data]);
  const searchedToMs = query.data?.pages.at(-1)?.searchedToMs;
  if (account === undefined) return null;
  const picker = (
    <Select
      label="Account of the steps"
      value={accountId}
      options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(next) => address.replace({ account: next })}
    />
  );
  return (
    <Panel title="Steps of campaigns" actions={picker} isFlush>
      <QueryView
        query={{ data: rows, error: query.error, refetch: query.refetch }}
        what="The steps"
        loading={<SkeletonRows count={6} label="Steps on their way" />}
      >
        {(all) => (
          <DataTable
            caption="Steps of campaigns"
            className="h-72"
            columns={COLUMNS}
            rows={all}
            rowKey={(row) => `${row.receiptSeq}/${row.symbol}/${row.from}/${row.to}`}
            listKey={accountId}
            isStale={query.isPlaceholderData}
            onOpen={(row) =>
              router.push(workspacePath(workspace.key, receiptPath({ accountId, runId: row.runId, receiptSeq: row.receiptSeq })))
            }
            hasToolbar={false}
            empty={
              <EmptyState title="No step yet">
                {searchedToMs === undefined ? "No campaign of this account has begun." : `None back to ${formatUtc(searchedToMs)} UTC.`}
              </EmptyState>
            }
            footer={<MoreRows query={query} words={searchedToMs === undefined ? "Show older" : "Search further back"} />}
          />
        )}
      </QueryView>
    </Panel>
  );
}
