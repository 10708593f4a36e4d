import { DAY_MS } from "@ballast/core/time/timeframe";
import type { MarketInstrument, MarketView } from "../contract/market.ts";
import type { TenantTx } from "../database.ts";
import { readBars, type Series } from "./bars.ts";
import { readMarkets, readSeries, type Market } from "./market-series.ts";

type Facts = { readonly base: string; readonly quote: string; readonly status: string; readonly holders: number };

/** Instruments by symbol, with how many accounts of the workspace hold the coin in a book that follows its market. */
async function readFacts(tx: TenantTx): Promise<ReadonlyMap<string, Facts>> {
  const rows = await tx.rows<Facts & { readonly symbol: string }>(
    `select i.symbol, i.base, i.quote, i.status, coalesce(held.holders, 0) as holders
       from instruments i
       left join (
         select h.asset, count(distinct h.account_id) as holders
           from accounts a
           join books b on b.tenant_id = a.tenant_id and b.account_id = a.id and b.track = a.market_key
           join balances h on h.tenant_id = b.tenant_id and h.account_id = b.account_id and h.run_id = b.run_id
          where a.tenant_id = (select tenant_id()) and h.units > 0 and h.asset <> a.base_currency
          group by h.asset) held on held.asset = i.base`,
  );
  return new Map(rows.map((row) => [row.symbol, row]));
}

async function instrumentView(
  tx: TenantTx,
  of: { readonly series: Series; readonly market: Market; readonly facts: Facts },
): Promise<MarketInstrument> {
  const { series, facts } = of;
  const dayBars = Math.ceil(DAY_MS / series.timeframeMs) + 1;
  const bars = await readBars(tx, { series, beforeMs: of.market.clock.lastCloseMs, limit: dayBars });
  const last = bars.at(-1);
  const dayBack = last && bars.find(({ tsMs }) => tsMs === last.tsMs - DAY_MS);
  return {
    symbol: series.symbol,
    base: facts.base,
    quote: facts.quote,
    status: facts.status,
    lastPrice: last?.close,
    change24h: last && dayBack && (last.close - dayBack.close) / dayBack.close,
    holders: facts.holders,
  };
}

export async function listMarketViews(tx: TenantTx, at: { readonly nowMs: number }): Promise<readonly MarketView[]> {
  const factsBySymbol = await readFacts(tx);
  const views: MarketView[] = [];
  for (const market of await readMarkets(tx, at.nowMs)) {
    const instruments: MarketInstrument[] = [];
    for (const series of await readSeries(tx, market)) {
      const facts = factsBySymbol.get(series.symbol);
      if (facts !== undefined) instruments.push(await instrumentView(tx, { series, market, facts }));
    }
    views.push({ ...market.clock, source: market.source, instruments });
  }
  return views;
}
