"use client";

import { ModeBadge } from "@ballast/ui/primitives/mode-badge";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { refusalOf } from "../../client/was-refused.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { useAddress } from "../shell/use-address.ts";
import { CandlePanel } from "./candle-panel.tsx";
import { CandleSkeleton } from "./candle-skeleton.tsx";
import { MarketPickers } from "./market-pickers.tsx";
import { MarketState } from "./market-state.tsx";
import { timeframesOf } from "./timeframes.ts";
import { useCandles } from "./use-candles.ts";
import { useOverlay } from "./use-overlay.ts";

const ACCOUNTS_MAX = 200;

/** One instrument: its candles, and over them what an account did and why. */
export function MarketScreen({ marketKey, symbol }: { readonly marketKey: string; readonly symbol: string }) {
  const trpc = useTRPC();
  const address = useAddress();
  const { workspace } = useWorkspace();
  const markets = useQuery(trpc.market.list.queryOptions({ workspaceId: workspace.id }));
  const accounts = useQuery(trpc.account.list.queryOptions({ workspaceId: workspace.id, limit: ACCOUNTS_MAX }));
  const { query, readOlder } = useCandles({ marketKey, symbol });

  const market = markets.data?.find(({ key }) => key === marketKey);
  const inMarket = (accounts.data?.items ?? []).filter((account) => account.market.key === marketKey);
  const asked = address.read("account");
  const account = asked === "none" ? undefined : (inMarket.find(({ id }) => id === asked) ?? inMarket[0]);
  const ownMs = query.data?.timeframeMs ?? market?.timeframeMs;
  const timeframeMs = (ownMs === undefined ? [] : timeframesOf(ownMs)).find((one) => String(one) === address.read("tf")) ?? ownMs;
  const overlay = useOverlay({ accountId: account?.id, symbol, candles: query.data?.candles, timeframeMs: ownMs });
  const isLost = query.data === undefined && refusalOf(query.error) === "address";
  return (
    <>
      <PageHeader
        title={symbol}
        badges={(query.data?.isSynthetic ?? market?.isSynthetic) === true ? <ModeBadge mode="synthetic" /> : undefined}
        state={<MarketState market={market} symbol={symbol} />}
        action={
          isLost ? undefined : (
            <MarketPickers
              markets={markets.data}
              marketKey={marketKey}
              symbol={symbol}
              accounts={inMarket}
              accountId={account?.id}
              address={address}
            />
          )
        }
      />
      <QueryView query={query} what="The instrument" loading={<CandleSkeleton />}>
        {(data) => (
          <CandlePanel
            marketKey={marketKey}
            symbol={symbol}
            candles={data.candles}
            ownTimeframeMs={data.timeframeMs}
            timeframeMs={timeframeMs ?? data.timeframeMs}
            onTimeframe={(chosenMs) => address.replace({ tf: chosenMs === data.timeframeMs ? undefined : String(chosenMs) })}
            overlay={overlay}
            account={account}
            onNeedOlder={readOlder}
          />
        )}
      </QueryView>
    </>
  );
}
