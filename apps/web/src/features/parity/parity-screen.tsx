"use client";

import { Age } from "@ballast/ui/primitives/age";
import { Badge } from "@ballast/ui/primitives/badge";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { ModeBadge } from "@ballast/ui/primitives/mode-badge";
import { Panel } from "@ballast/ui/primitives/panel";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { useQuery } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { CommandProgress } from "../account/command-progress.tsx";
import type { ParityState } from "../shell/answers.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { useAddress } from "../shell/use-address.ts";
import { AskParity } from "./ask-parity.tsx";
import { ParityResult } from "./parity-result.tsx";
import { verdictText } from "./parity-words.ts";

const ASK_AGAIN_MS = 1_000;
const isAtWork = (state: ParityState["state"] | undefined): boolean => state === "pending" || state === "claimed";

function Answer({ parity }: { readonly parity: ParityState | null }) {
  if (parity === null)
    return (
      <Panel>
        <EmptyState icon={<Scale aria-hidden="true" />} title="Not compared yet">
          Pick a period and compare: the engine walks the backtest of it beside the account and explains every trade that is not the same.
          Nothing is written to the books.
        </EmptyState>
      </Panel>
    );
  if (parity.report !== undefined) return <ParityResult report={parity.report} />;
  return (
    <Panel title="Comparison">
      <CommandProgress commandId={parity.commandId} doneText="Reading the answer." />
    </Panel>
  );
}

function stateText(parity: ParityState | null | undefined): string {
  if (parity === undefined) return "";
  if (parity === null) return "The account beside the backtest of the same period, trade by trade.";
  if (parity.report !== undefined) return verdictText(parity.report);
  return isAtWork(parity.state) ? "The engine walks the backtest of the period." : "There is no comparison of that period.";
}

/** An account beside the backtest of the same period: whether it does what its strategy promised, and why not. */
export function ParityScreen({ accountId }: { readonly accountId: string }) {
  const trpc = useTRPC();
  const address = useAddress();
  const { workspace } = useWorkspace();
  const runId = address.read("run");
  const of = { accountId, ...(runId === undefined ? {} : { runId }) };
  const account = useQuery(trpc.account.byId.queryOptions({ workspaceId: workspace.id, ...of }));
  const parity = useQuery(
    trpc.account.parity.queryOptions(
      { workspaceId: workspace.id, ...of },
      { refetchInterval: (query) => (isAtWork(query.state.data?.state) ? ASK_AGAIN_MS : false) },
    ),
  );
  const { data } = parity;
  const name = account.data?.name;
  const badges = account.data && (
    <>
      <ModeBadge mode={account.data.mode} />
      {account.data.market.isSynthetic && <ModeBadge mode="synthetic" />}
      {account.data.ofRun !== undefined && <Badge tone="neutral">run {account.data.ofRun.key}</Badge>}
    </>
  );
  const back = workspacePath(workspace.key, `accounts/${accountId}${runId === undefined ? "" : `?run=${runId}`}`);
  return (
    <>
      <PageHeader isTallOnPhone title={name === undefined ? "Parity" : `Parity of ${name}`} badges={badges} state={stateText(data)} />
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <AskParity of={of} isBusy={isAtWork(data?.state)} />
        <NavLink href={back} className="quiet-link text-13">
          The account
        </NavLink>
        {data?.report !== undefined && (
          <span className="text-12 text-ink-muted">
            Compared <Age atMs={data.requestedAtMs} />
          </span>
        )}
      </div>
      <QueryView query={parity} what="The comparison" loading={<Skeleton className="h-96 w-full" />}>
        {(state) => <Answer parity={state} />}
      </QueryView>
    </>
  );
}
