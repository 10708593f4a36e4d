"use client";

import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Wallet } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import type { AccountRow } from "../shell/answers.ts";
import { MoreRows } from "../shell/more-rows.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { useStatus } from "../shell/use-status.ts";
import { accountColumns } from "./account-columns.tsx";
import { CreateAccountButton } from "./create-account-button.tsx";

const PAGE = 100;

const STATES: readonly (readonly [AccountRow["state"], string])[] = [
  ["running", "running"],
  ["halted", "halted"],
  ["waiting", "waiting for a first close"],
  ["ended", "of an ended run"],
  ["closed", "closed"],
];

/** How many accounts are in each state; of a list that is not whole, how many of all are shown. */
function stateLine(rows: readonly AccountRow[] | undefined, of: { readonly isWhole: boolean; readonly open: number | undefined }) {
  if (rows === undefined) return undefined;
  if (!of.isWhole) return of.open === undefined ? undefined : `${rows.length} of ${of.open} open accounts are shown.`;
  const parts = STATES.flatMap(([state, words]) => {
    const count = rows.filter((row) => row.state === state).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  return parts.length === 0 ? "None yet." : `${parts.join(", ")}.`;
}

/** The currency of every row; undefined where they differ, and then each figure names its own. */
function commonCurrency(rows: readonly AccountRow[]): string | undefined {
  const currencies = new Set(rows.map((row) => row.baseCurrency));
  const [first] = currencies;
  return currencies.size === 1 ? first : undefined;
}

/** Every account with what it is worth, whether it runs and what it did last. */
export function AccountListScreen() {
  const trpc = useTRPC();
  const router = useRouter();
  const { workspace } = useWorkspace();
  const { data: status } = useStatus();
  const accounts = useInfiniteQuery(
    trpc.account.list.infiniteQueryOptions({ workspaceId: workspace.id, limit: PAGE }, { getNextPageParam: (page) => page.nextCursor }),
  );
  const rows = useMemo(() => accounts.data?.pages.flatMap((page) => page.items), [accounts.data]);
  const market = status?.market;
  const hrefOf = (row: AccountRow): string => workspacePath(workspace.key, `accounts/${row.id}`);
  const columns = accountColumns({
    hrefOf,
    clockOf: (row) => (row.market.key === market?.key && market.clock === "replay" ? market.nowMs : undefined),
    currency: commonCurrency(rows ?? []),
  });
  return (
    <>
      <PageHeader
        title="Accounts"
        state={stateLine(rows, { isWhole: !accounts.hasNextPage, open: status?.counts.accounts })}
        action={<CreateAccountButton />}
      />
      <Panel isFlush>
        <QueryView
          query={{ data: rows, error: accounts.error, refetch: accounts.refetch }}
          what="The accounts"
          loading={<SkeletonRows count={8} label="Accounts on their way" />}
        >
          {(all) => (
            <DataTable
              caption="Accounts"
              isMain
              columns={columns}
              rows={all}
              rowKey={(row) => row.id}
              onOpen={(row) => router.push(hrefOf(row))}
              isStale={accounts.isPlaceholderData}
              empty={
                <EmptyState icon={<Wallet aria-hidden="true" />} title="No account yet" action={<CreateAccountButton isPrimary />}>
                  A paper account decides at every close with simulated money.
                </EmptyState>
              }
              footer={<MoreRows query={accounts} />}
            />
          )}
        </QueryView>
      </Panel>
    </>
  );
}
