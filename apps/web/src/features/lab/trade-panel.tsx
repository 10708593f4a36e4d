"use client";

import { formatDuration } from "@ballast/ui/format/duration";
import { formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { priceDecimals } from "../market/price-decimals.ts";
import type { StudyDetail, TradeView } from "../shell/answers.ts";
import { QueryView } from "../shell/query-view.tsx";
import { LazyCandleChart } from "./lazy-charts.tsx";
import { exitWord, isPessimistic } from "./trade-columns.tsx";
import { overlayOf, tradeStretch } from "./trade-overlay.ts";

const nothing = (): undefined => undefined;

function factsOf(trade: TradeView, currency: string): string {
  const parts = [
    `${formatFigure(trade.net, 2)} ${currency} net (${formatPercent(trade.return, { sign: "always" })})`,
    `held ${formatDuration(trade.exitMs - trade.entryMs)}`,
    `ended by ${exitWord(trade.why).toLowerCase()}, ${trade.reason}`,
    ...(trade.adverse === null
      ? []
      : [`at worst ${formatPercent(trade.adverse)}, at best ${formatPercent(trade.favourable, { sign: "always" })}`]),
  ];
  return `${parts.join("; ")}.`;
}

type TradePanelProps = { readonly study: StudyDetail; readonly trade: TradeView; readonly currency: string };

/** The candles around one trade with its two fills, and what is to be said of it. */
export function TradePanel({ study, trade, currency }: TradePanelProps) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const stretch = tradeStretch(trade, study.timeframeMs);
  const bars = useQuery(
    trpc.lab.bars.queryOptions({ workspaceId: workspace.id, studyId: study.id, symbol: trade.symbol, ...stretch }, { staleTime: Infinity }),
  );
  const overlay = useMemo(() => overlayOf(trade), [trade]);
  return (
    <section aria-label={`Trade ${trade.n}`} className="border-b border-line">
      <p className="px-3 pt-2 text-13 text-ink">
        <span className="font-medium">
          Trade {trade.n}, {trade.symbol}:
        </span>{" "}
        {factsOf(trade, currency)}{" "}
        {isPessimistic(trade) && (
          <span className="text-warn">
            The stop is filled on the pessimistic side of its bar: at its trigger, or at the open where that was worse.
          </span>
        )}
      </p>
      <div className="h-80 p-2">
        <QueryView query={bars} what="The bars around this trade" loading={<Skeleton className="size-full" />}>
          {(candles) => (
            <LazyCandleChart
              key={trade.n}
              label={`Candles around trade ${trade.n}`}
              bars={candles}
              timeframeMs={study.timeframeMs}
              priceDecimals={priceDecimals(candles.slice(-1).map(({ close }) => close))}
              overlay={overlay}
              isLogScale={false}
              onPick={nothing}
              onNeedOlder={nothing}
            />
          )}
        </QueryView>
      </div>
    </section>
  );
}
