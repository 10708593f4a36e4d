import { TRPCError } from "@trpc/server";
import type { MarketClock } from "../contract/workspace.ts";
import type { Tx } from "../database.ts";
import type { Series } from "./bars.ts";
import { marketClock, MARKET_COLUMNS, type MarketColumns } from "./clock.ts";

export type Market = { readonly clock: MarketClock; readonly source: string };

export async function readMarkets(tx: Tx, wallMs: number): Promise<readonly Market[]> {
  const rows = await tx.rows<MarketColumns>(`select ${MARKET_COLUMNS} from markets m order by m.is_synthetic, m.name, m.key`);
  return rows.map((row) => ({ clock: marketClock(row, wallMs), source: row.source }));
}

/** The series of a market's bars, by symbol. */
export async function readSeries(tx: Tx, market: Market): Promise<readonly Series[]> {
  const rows = await tx.rows<{ readonly id: string; readonly symbol: string; readonly is_synthetic: boolean }>(
    "select id, symbol, is_synthetic from series where source = $1 and timeframe_ms = $2 order by symbol",
    [market.source, market.clock.timeframeMs],
  );
  return rows.map(({ id, symbol, is_synthetic: isSynthetic }) => ({ id, symbol, isSynthetic, timeframeMs: market.clock.timeframeMs }));
}

export async function requireSeries(
  tx: Tx,
  of: { readonly marketKey: string; readonly symbol: string; readonly wallMs: number },
): Promise<{ readonly market: Market; readonly series: Series }> {
  const market = (await readMarkets(tx, of.wallMs)).find(({ clock }) => clock.key === of.marketKey);
  const series = market && (await readSeries(tx, market)).find(({ symbol }) => symbol === of.symbol);
  if (market === undefined || series === undefined)
    throw new TRPCError({ code: "NOT_FOUND", message: "This market has no such instrument." });
  return { market, series };
}
