import { sealChunk, splitMonths } from "@ballast/core/market/chunk";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { monthStartMs, nextMonthStartMs } from "@ballast/core/time/calendar";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { appendTails, deleteTail, insertChunk, type TailBars } from "@ballast/db/repositories/bars";
import { openSeries, type Series } from "@ballast/db/repositories/series";
import type { ClientBase } from "pg";
import { seriesIdOf } from "../series-id.ts";
import { syntheticSymbols } from "./coins.ts";
import type { SyntheticMarket } from "./synthetic-market.ts";

export type SyntheticFeed = {
  readonly sha256: Sha256;
  readonly market: Pick<SyntheticMarket, "columns">;
  readonly source: string;
  /** Open time of the market's first bar. */
  readonly originMs: number;
};

/**
 * Stores the synthetic bars that open in [fromMs, toMs), where everything before `fromMs` is stored:
 * whole months become chunks, the month in hand stays a tail. Runs in the caller's transaction, which
 * also moves the market's cursor. The market is a function of its seed: a bar written again is the
 * same bar. Its instruments are there already.
 */
export async function feedSynthetic(
  client: ClientBase,
  feed: SyntheticFeed,
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<void> {
  if (range.toMs <= range.fromMs) return;
  const tails: TailBars[] = [];
  for (const symbol of syntheticSymbols()) {
    const key = { source: feed.source, symbol, timeframeMs: HOUR_MS };
    const series = await openSeries(client, { ...key, id: seriesIdOf(feed.sha256, key), isSynthetic: true });
    if (!series.isSynthetic) throw new Error(`series ${feed.source} ${symbol} holds bars that are not synthetic`);
    const sealedToMs = await sealMonths(client, feed, series, range);
    const tailFromMs = Math.max(range.fromMs, sealedToMs);
    if (tailFromMs < range.toMs)
      tails.push({ seriesId: series.id, columns: feed.market.columns(symbol, { fromMs: tailFromMs, toMs: range.toMs }) });
  }
  if (tails.length > 0) await appendTails(client, tails);
}

/** Moves the months that the range completes into chunks; answers where the tail begins. */
async function sealMonths(
  client: ClientBase,
  { sha256, market, originMs }: SyntheticFeed,
  series: Series,
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<number> {
  const sealedToMs = monthStartMs(range.toMs);
  if (nextMonthStartMs(range.fromMs) > sealedToMs) return sealedToMs;
  const fromMs = Math.max(originMs, monthStartMs(range.fromMs));
  for (const month of splitMonths(market.columns(series.symbol, { fromMs, toMs: sealedToMs }))) {
    await insertChunk(client, series.id, { ...sealChunk(sha256, month), revision: 1 });
  }
  await deleteTail(client, series.id, { fromMs, toMs: sealedToMs });
  return sealedToMs;
}
