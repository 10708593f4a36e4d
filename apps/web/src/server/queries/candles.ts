import type { CandlePage } from "../contract/market.ts";
import type { TenantTx } from "../database.ts";
import { oldestBarMs, readBars } from "./bars.ts";
import { requireSeries } from "./market-series.ts";

type Wanted = {
  readonly marketKey: string;
  readonly symbol: string;
  readonly beforeMs?: number | undefined;
  readonly limit: number;
  readonly nowMs: number;
};

/** Bars that the market's clock has closed; a replay market shows nothing of its future. */
export async function readCandles(tx: TenantTx, of: Wanted): Promise<CandlePage> {
  const { market, series } = await requireSeries(tx, { marketKey: of.marketKey, symbol: of.symbol, wallMs: of.nowMs });
  const beforeMs = Math.min(of.beforeMs ?? Number.MAX_SAFE_INTEGER, market.clock.lastCloseMs);
  const bars = await readBars(tx, { series, beforeMs, limit: of.limit });
  const oldestMs = bars[0]?.tsMs;
  const firstMs = await oldestBarMs(tx, series.id);
  return {
    symbol: series.symbol,
    timeframeMs: series.timeframeMs,
    isSynthetic: series.isSynthetic,
    candles: bars.map(({ tsMs, ...prices }) => ({ openMs: tsMs, ...prices })),
    beforeMs: oldestMs !== undefined && firstMs !== undefined && firstMs < oldestMs ? oldestMs : undefined,
  };
}
