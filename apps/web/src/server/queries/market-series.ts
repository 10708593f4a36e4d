import { TRPCError } from "@trpc/server";
import type { MarketClock } from "../contract/workspace.ts";
import type { ModelsTx } from "../database.ts";
import type { Series } from "./bars.ts";
import { marketClock, marketColumns } from "./clock.ts";

export type Market = { readonly clock: MarketClock; readonly source: string };

export async function readMarkets({ models }: ModelsTx, wallMs: number): Promise<readonly Market[]> {
  const rows = await models.market.findMany({ orderBy: [{ isSynthetic: "asc" }, { name: "asc" }, { key: "asc" }] });
  return rows.map((row) => ({ clock: marketClock(marketColumns(row), wallMs), source: row.source }));
}

/** The series of a market's bars, by symbol. */
export async function readSeries({ models }: ModelsTx, market: Market): Promise<readonly Series[]> {
  const rows = await models.series.findMany({
    where: { source: market.source, timeframeMs: market.clock.timeframeMs },
    orderBy: { symbol: "asc" },
  });
  return rows.map(({ id, symbol, isSynthetic }) => ({ id, symbol, isSynthetic, timeframeMs: market.clock.timeframeMs }));
}

export async function requireSeries(
  tx: ModelsTx,
  of: { readonly marketKey: string; readonly symbol: string; readonly wallMs: number },
): Promise<{ readonly market: Market; readonly series: Series }> {
  const market = (await readMarkets(tx, of.wallMs)).find(({ clock }) => clock.key === of.marketKey);
  const series = market && (await readSeries(tx, market)).find(({ symbol }) => symbol === of.symbol);
  if (market === undefined || series === undefined)
    throw new TRPCError({ code: "NOT_FOUND", message: "This market has no such instrument." });
  return { market, series };
}
