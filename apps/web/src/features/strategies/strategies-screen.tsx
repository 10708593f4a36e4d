"use client";

import { Panel } from "@ballast/ui/primitives/panel";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { useAddress } from "../shell/use-address.ts";
import { useIsDrawn } from "../shell/use-is-drawn.ts";
import { useStatus } from "../shell/use-status.ts";
import { CampaignTable } from "./campaign-table.tsx";
import { ParameterPanel } from "./parameter-panel.tsx";
import { RegimeFigures } from "./regime-figures.tsx";
import { RegimePanel } from "./regime-panel.tsx";
import { ReliabilityPanel } from "./reliability-panel.tsx";
import { StrategyTable } from "./strategy-table.tsx";
import { TransitionTable } from "./transition-table.tsx";
import { useCampaigns } from "./use-campaigns.ts";
import { SPANS, useRegime } from "./use-regime.ts";

function Waiting() {
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="h-20 w-full" />
      <Skeleton className="h-90 w-full" />
    </div>
  );
}

/** What weather the market is in, what each campaign does about it, and what the strategies are set to. */
export function StrategiesScreen() {
  const trpc = useTRPC();
  const address = useAddress();
  const { workspace } = useWorkspace();
  const { data: status } = useStatus();
  const span = SPANS.find(({ value }) => value === address.read("period"))?.value ?? "quarter";
  const regime = useRegime(status?.market?.key, span);
  const settings = useQuery(trpc.strategy.settings.queryOptions({ workspaceId: workspace.id }));
  const campaigns = useCampaigns();
  // Without an account there is no market to tell the weather of.
  const hasMarket = status === undefined || status.market !== undefined;
  const isDrawn = useIsDrawn();
  const count = campaigns.rows?.length;
  return (
    <>
      <PageHeader
        title="Strategies and campaigns"
        state={
          count === undefined ? undefined : count === 0 ? "No campaign is on." : `${count} campaign${count === 1 ? " is" : "s are"} on.`
        }
      />
      {isDrawn ? null : <Waiting />}
      <div className={isDrawn ? "flex flex-col gap-3" : "invisible flex flex-col gap-3"}>
        {hasMarket && regime.data !== undefined && <RegimeFigures now={regime.data.now} />}
        <CampaignTable query={campaigns.query} rows={campaigns.rows} />
        <TransitionTable accounts={campaigns.accounts ?? []} />
        {hasMarket && (
          <QueryView query={regime} what="The regime" loading={<Skeleton className="h-90 w-full" />}>
            {(history) => (
              <RegimePanel
                history={history}
                span={span}
                onSpan={(period) => address.replace({ period })}
                beside={<ReliabilityPanel marketKey={status?.market?.key} />}
              />
            )}
          </QueryView>
        )}
        <StrategyTable regime={regime.data?.now?.regime} />
        <QueryView
          query={settings}
          what="The settings"
          loading={
            <Panel title="Parameters" isFlush>
              <SkeletonRows count={8} label="Parameters on their way" />
            </Panel>
          }
        >
          {(all) => <ParameterPanel all={all} />}
        </QueryView>
      </div>
    </>
  );
}
