"use client";

import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { useQuery } from "@tanstack/react-query";
import { CandlestickChart } from "lucide-react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { MarketPanel } from "./market-panel.tsx";

/** Where nothing was imported yet, the market that trades comes first. */
function movingFirst<Market extends { readonly instruments: readonly unknown[] }>(markets: readonly Market[]): readonly Market[] {
  return [...markets].sort((left, right) => Number(left.instruments.length === 0) - Number(right.instruments.length === 0));
}

/** Every market with its clock, its instruments and who holds them. */
export function MarketListScreen() {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const markets = useQuery(trpc.market.list.queryOptions({ workspaceId: workspace.id }));
  const loading = (
    <Panel title="Market" isFlush>
      <SkeletonRows count={10} label="Markets on their way" />
    </Panel>
  );
  return (
    <>
      <PageHeader title="Markets" state="Prices as the decisions see them: closed bars only." />
      <QueryView query={markets} what="The markets" loading={loading}>
        {(all) =>
          all.length === 0 ? (
            <Panel>
              <EmptyState icon={<CandlestickChart aria-hidden="true" />} title="No market yet">
                Import bars with{" "}
                <code className="font-mono text-12">npx ballast import --file bars.csv --instrument BTC/USD --timeframe 1h</code>
              </EmptyState>
            </Panel>
          ) : (
            <div className="flex flex-col gap-3">
              {movingFirst(all).map((market) => (
                <MarketPanel key={market.key} market={market} />
              ))}
            </div>
          )
        }
      </QueryView>
    </>
  );
}
