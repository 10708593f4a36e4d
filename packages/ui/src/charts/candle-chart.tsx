"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { legendText, objectText } from "./candle/candle-legend.ts";
import type { CandleBar, CandleOverlay } from "./candle/candle-model.ts";
import { createCandleChart, type CandleChartHandle, type CandleHover } from "./candle/create-candle-chart.ts";
import { toSlots } from "./candle/slots.ts";
import { watchTheme } from "./chart-colours.ts";

type CandleChartProps = {
  /** What is drawn, for who can't see it: "BTC/USD, hourly candles". */
  readonly label: string;
  readonly bars: readonly CandleBar[];
  readonly timeframeMs: number;
  readonly priceDecimals: number;
  readonly overlay: CandleOverlay;
  readonly isLogScale: boolean;
  /** A fill or decision was clicked: its key. */
  readonly onPick: (key: string) => void;
  /** The view nears the oldest bar. May be called often. */
  readonly onNeedOlder: () => void;
};

/** How long the chart measures its labels and lays out its panes after its first drawing. Until then it is drawn unseen, so that nothing moves before the reader's eyes. */
const SETTLED_MS = 200;
const NO_HOVER: CandleHover = { slotIndex: undefined, objectId: undefined };

/** Candles, volume and what an account did, in a box whose height its parent sets. The table view carries the same for the keyboard. */
export function CandleChart({ label, bars, timeframeMs, priceDecimals, overlay, isLogScale, onPick, onNeedOlder }: CandleChartProps) {
  const hostRef = useRef<HTMLDivElement>(null);
  const chartRef = useRef<CandleChartHandle | undefined>(undefined);
  const eventsRef = useRef({ onPick, onNeedOlder });
  const [hover, setHover] = useState<CandleHover>(NO_HOVER);
  const [isSettled, setIsSettled] = useState(false);
  const slots = useMemo(() => toSlots(bars, timeframeMs), [bars, timeframeMs]);

  useEffect(() => {
    eventsRef.current = { onPick, onNeedOlder };
  }, [onPick, onNeedOlder]);

  useEffect(() => {
    if (hostRef.current === null) return undefined;
    const chart = createCandleChart(hostRef.current, {
      onHover: setHover,
      onPick: (key) => eventsRef.current.onPick(key),
      onNeedOlder: () => eventsRef.current.onNeedOlder(),
    });
    chartRef.current = chart;
    const unwatch = watchTheme(chart.readTheme);
    return () => {
      unwatch();
      chartRef.current = undefined;
      chart.destroy();
    };
  }, []);

  useEffect(() => {
    const timer = setTimeout(() => {
      setIsSettled(true);
    }, SETTLED_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  useEffect(() => chartRef.current?.setSlots(slots, priceDecimals), [slots, priceDecimals]);
  useEffect(() => chartRef.current?.setOverlay(overlay), [overlay]);
  useEffect(() => chartRef.current?.setLogScale(isLogScale), [isLogScale]);

  return (
    <figure aria-label={label} className="relative m-0 h-full">
      <figcaption className="pointer-events-none absolute top-1 left-2 z-10 flex max-w-[calc(100%-80px)] flex-col text-12 whitespace-pre-wrap text-ink-muted">
        <span className="bg-surface/80">{legendText(slots, hover.slotIndex, priceDecimals)}</span>
        <span className="min-h-4 self-start bg-surface/80 font-medium text-ink">{objectText(overlay, hover.objectId)}</span>
      </figcaption>
      <div ref={hostRef} className={isSettled ? "h-full" : "invisible h-full"} />
    </figure>
  );
}
