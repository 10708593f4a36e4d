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

function stateLine(rows: readonly AccountRow[] | undefined): string | undefined {
  if (rows === undefined) return undefined;
  const halted = rows.filter((row) => row.state === "halted").length;
  const running = rows.filter((row) => row.state === "running").length;
  return `${running} running, ${halted} halted.`;
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
  const columns = accountColumns(hrefOf, (row) => (row.market.key === market?.key && market.clock === "replay" ? market.nowMs : undefined));
  return (
    <>
      <PageHeader title="Accounts" state={stateLine(rows)} action={<CreateAccountButton />} />
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
