"use client";

import { Badge } from "@ballast/ui/primitives/badge";
import { ModeBadge } from "@ballast/ui/primitives/mode-badge";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { HaltMenu } from "../shell/halt-menu.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { TabLinks } from "../shell/tab-links.tsx";
import { useAddress } from "../shell/use-address.ts";
import type { AccountDetail } from "../shell/answers.ts";
import { AccountFigures } from "./account-figures.tsx";
import { AccountSkeleton } from "./account-skeleton.tsx";
import { AccountStateBadge } from "./account-state-badge.tsx";
import { AccountTab } from "./account-tab.tsx";
import { RuntimePanel } from "./runtime-panel.tsx";
import { ACCOUNT_TABS, toAccountTab } from "./account-tabs.ts";

function Badges({ account }: { readonly account: AccountDetail }) {
  return (
    <>
      <ModeBadge mode={account.mode} />
      {account.market.isSynthetic && <ModeBadge mode="synthetic" />}
      <AccountStateBadge state={account.state} />
      {account.ofRun !== undefined && <Badge tone="neutral">run {account.ofRun.key}</Badge>}
    </>
  );
}

/** One account: what it is worth, whether it runs and why not, and everything in its books. */
export function AccountScreen({ accountId }: { readonly accountId: string }) {
  const trpc = useTRPC();
  const address = useAddress();
  const { workspace } = useWorkspace();
  const runId = address.read("run");
  const tab = toAccountTab(address.read("tab"));
  const of = { workspaceId: workspace.id, accountId, ...(runId === undefined ? {} : { runId }) };
  const account = useQuery(trpc.account.byId.queryOptions(of));
  const { data } = account;
  const ofRun = runId === undefined ? "" : `?run=${runId}`;
  const tabs = [
    ...ACCOUNT_TABS.map(({ value, label }) => ({
      value,
      label,
      href: address.withParts({ tab: value === "holdings" ? undefined : value }),
    })),
    // A page of its own: the engine walks a backtest for it.
    { value: "parity", label: "Parity", href: workspacePath(workspace.key, `accounts/${accountId}/parity${ofRun}`) },
  ];
  return (
    <>
      <PageHeader
        isTallOnPhone
        title={data?.name ?? "Account"}
        badges={data === undefined ? undefined : <Badges account={data} />}
        state={data === undefined ? undefined : data.idle[0]?.words}
        action={data === undefined ? undefined : <HaltMenu target={{ scope: "account", accountId }} targetName={data.name} />}
      />
      <QueryView query={account} what="The account" loading={<AccountSkeleton />}>
        {(detail) => (
          <div className="flex flex-col gap-3">
            <AccountFigures account={detail} />
            <div className={clsx("grid gap-3", tab !== "status" && "lg:grid-cols-[minmax(0,1fr)_300px]")}>
              <div className="min-w-0">
                <TabLinks label="Parts of the account" tabs={tabs} current={tab} />
                <AccountTab tab={tab} account={detail} of={of} />
              </div>
              {tab !== "status" && (
                <div className="max-lg:hidden">
                  <RuntimePanel account={detail} />
                </div>
              )}
            </div>
          </div>
        )}
      </QueryView>
    </>
  );
}
