"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { CreateAccountButton } from "../account/create-account-button.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { CurrencyCurves } from "./currency-curves.tsx";
import { CurrencyFigures } from "./currency-figures.tsx";
import { FirstRun } from "./first-run.tsx";
import { LastDecisions } from "./last-decisions.tsx";
import { NowAndNext } from "./now-and-next.tsx";
import { OverviewGrid } from "./overview-grid.tsx";
import { OverviewSkeleton } from "./overview-skeleton.tsx";
import { WaitingList } from "./waiting-list.tsx";

/** Is my money safe, what did it do and why, what waits for me: all three before the first scroll. */
export function OverviewScreen() {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const summary = useQuery(trpc.overview.summary.queryOptions({ workspaceId: workspace.id }));
  const state = summary.data === undefined ? undefined : overviewState(summary.data.accounts, summary.data.waiting.length);
  return (
    <>
      <PageHeader title="Overview" state={state} action={<CreateAccountButton />} />
      <QueryView query={summary} what="The overview" loading={<OverviewSkeleton />}>
        {(data) =>
          data.accounts === 0 ? (
            <FirstRun />
          ) : (
            <div className="flex flex-col gap-3">
              {data.currencies.map((currency) => (
                <CurrencyFigures key={currency.currency} currency={currency} />
              ))}
              <OverviewGrid now={<NowAndNext />} waiting={<WaitingList items={data.waiting} />}>
                <CurrencyCurves currencies={data.currencies} isSynthetic={data.isSynthetic} />
                <LastDecisions decisions={data.lastDecisions} />
              </OverviewGrid>
            </div>
          )
        }
      </QueryView>
    </>
  );
}

function overviewState(accounts: number, waiting: number): string {
  const of = `${accounts} account${accounts === 1 ? "" : "s"}`;
  return waiting === 0
    ? `${of}. Nothing waits for you.`
    : `${of}. ${waiting} thing${waiting === 1 ? "" : "s"} wait${waiting === 1 ? "s" : ""} for you.`;
}
