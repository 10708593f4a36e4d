import { DAY_MS } from "@ballast/core/time/timeframe";
import type { MarketInstrument, MarketView } from "../contract/market.ts";
import type { TenantTx } from "../database.ts";
import { readBars, type Series } from "./bars.ts";
import { readMarkets, readSeries, type Market } from "./market-series.ts";

type Facts = { readonly base: string; readonly quote: string; readonly status: string; readonly holders: number };

/** Instruments by symbol, with how many accounts of the workspace hold the coin in a book that follows its market. */
async function readFacts(tx: TenantTx): Promise<ReadonlyMap<string, Facts>> {
  const rows = await tx.rows<Facts & { readonly symbol: string }>(
    `select i.symbol, i.base, i.quote, i.status,
            (select count(distinct h.account_id) from balances h
               join books b on b.tenant_id = h.tenant_id and b.account_id = h.account_id and b.run_id = h.run_id
               join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id and a.market_key = b.track
              where h.tenant_id = tenant_id() and h.asset = i.base and h.units > 0) as holders
       from instruments i`,
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
