import type { CandleBar } from "./candle-model.ts";

/**
 * Bars of a longer timeframe, aligned to UTC, for the eye only: decisions are never made on them.
 * An interval without a bar stays without one.
 */
export function aggregateBars(bars: readonly CandleBar[], timeframeMs: number): readonly CandleBar[] {
  const grouped: CandleBar[] = [];
  for (const bar of bars) {
    const openMs = Math.floor(bar.openMs / timeframeMs) * timeframeMs;
    const last = grouped.at(-1);
    if (last?.openMs !== openMs) grouped.push({ ...bar, openMs });
    else
      grouped[grouped.length - 1] = {
        ...last,
        high: Math.max(last.high, bar.high),
        low: Math.min(last.low, bar.low),
        close: bar.close,
        volume: last.volume + bar.volume,
      };
  }
  return grouped;
}
