"use client";

import { ChartFrame } from "@ballast/ui/charts/chart-frame";
import { aggregateBars } from "@ballast/ui/charts/candle/aggregate-bars";
import { countMissing } from "@ballast/ui/charts/candle/slots";
import { formatTimeframe } from "@ballast/ui/format/duration";
import { formatCount } from "@ballast/ui/format/ratio";
import { Button } from "@ballast/ui/primitives/button";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { SegmentedControl } from "@ballast/ui/primitives/segmented-control";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useCallback, useMemo } from "react";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { receiptPath } from "../receipt/receipt-path.ts";
import type { AccountRow, Candle, MarketOverlay } from "../shell/answers.ts";
import { useAddress } from "../shell/use-address.ts";
import { candleColumns } from "./candle-columns.ts";
import { CANDLE_HEIGHT } from "./candle-height.ts";
import { ChartKey } from "./chart-key.tsx";
import { receiptSeqOf, toCandleOverlay } from "./overlay-shape.ts";
import { priceDecimals } from "./price-decimals.ts";
import { regimeStretches } from "./regime-stretches.ts";
import { timeframesOf } from "./timeframes.ts";
import { useRegimeChanges } from "./use-regime-changes.ts";

const CandleChart = dynamic(() => import("@ballast/ui/charts/candle-chart").then((file) => file.CandleChart), {
  ssr: false,
  loading: () => <Skeleton className="size-full" />,
});

type CandlePanelProps = {
  readonly marketKey: string;
  readonly symbol: string;
  readonly candles: readonly Candle[];
  readonly ownTimeframeMs: number;
  readonly timeframeMs: number;
  readonly onTimeframe: (timeframeMs: number) => void;
  readonly overlay: MarketOverlay | undefined;
  readonly account: AccountRow | undefined;
  readonly onNeedOlder: () => void;
};

/** The chart with its controls: timeframe, scale, table and CSV; a decision's mark leads to its receipt. */
export function CandlePanel({
  marketKey,
  symbol,
  candles,
  ownTimeframeMs,
  timeframeMs,
  onTimeframe,
  overlay,
  account,
  onNeedOlder,
}: CandlePanelProps) {
  const router = useRouter();
  const address = useAddress();
  const { workspace } = useWorkspace();
  const isLog = address.read("scale") === "log";
  const bars = useMemo(
    () => (timeframeMs === ownTimeframeMs ? candles : aggregateBars(candles, timeframeMs)),
    [candles, ownTimeframeMs, timeframeMs],
  );
  const changes = useRegimeChanges({ marketKey, candles, timeframeMs: ownTimeframeMs });
  const stretches = useMemo(() => regimeStretches(changes ?? [], ownTimeframeMs), [changes, ownTimeframeMs]);
  const marks = useMemo(() => ({ ...toCandleOverlay(overlay), stretches }), [overlay, stretches]);
  const decimals = priceDecimals(bars.slice(-1).map(({ close }) => close));
  const columns = useMemo(() => candleColumns(decimals), [decimals]);
  const newestFirst = useMemo(() => [...bars].reverse(), [bars]);
  const missing = countMissing(bars, timeframeMs);
  const pick = useCallback(
    (key: string) => {
      const receiptSeq = receiptSeqOf(key);
      if (receiptSeq !== undefined && account !== undefined)
        router.push(workspacePath(workspace.key, receiptPath({ accountId: account.id, receiptSeq })));
    },
    [account, router, workspace.key],
  );
  const timeframes = timeframesOf(ownTimeframeMs).map((one) => ({ value: String(one), label: formatTimeframe(one) }));
  const actions = (
    <>
      <SegmentedControl
        label="Timeframe"
        segments={timeframes}
        value={String(timeframeMs)}
        onChange={(value) => onTimeframe(Number(value))}
      />
      <Button
        tone="quiet"
        size="dense"
        aria-pressed={isLog}
        className={isLog ? "bg-selected" : ""}
        onClick={() => address.replace({ scale: isLog ? undefined : "log" })}
      >
        Log
      </Button>
    </>
  );
  const note = `${formatCount(bars.length)} bars${missing === 0 ? "" : `, ${formatCount(missing)} missing, shown as gaps`}`;
  return (
    <ChartFrame
      title="Candles"
      note={note}
      actions={actions}
      heightClass={CANDLE_HEIGHT}
      columns={columns}
      rows={newestFirst}
      rowKey={(row) => String(row.openMs)}
      csvName={`${marketKey}-${symbol.replace("/", "-")}-${formatTimeframe(timeframeMs)}`.toLowerCase()}
    >
      {bars.length === 0 ? (
        <EmptyState title="No bar has closed yet">The first comes with the market’s next close.</EmptyState>
      ) : (
        <div className="flex h-full flex-col gap-1">
          <div className="min-h-0 flex-1">
            <CandleChart
              label={`${symbol}, ${formatTimeframe(timeframeMs)} candles`}
              bars={bars}
              timeframeMs={timeframeMs}
              priceDecimals={decimals}
              overlay={marks}
              isLogScale={isLog}
              onPick={pick}
              onNeedOlder={onNeedOlder}
            />
          </div>
          <ChartKey accountName={account?.name} hasRegimes={stretches.length > 0} />
        </div>
      )}
    </ChartFrame>
  );
}
