import { assetOf } from "@ballast/core/money/asset";
import type { Money } from "../contract/money.ts";
import type { CurrencySummary, OverviewSummary } from "../contract/overview.ts";
import type { TenantTx } from "../database.ts";
import { money } from "../mappers/money.ts";
import type { Workspace } from "../workspace.ts";
import { readCurve } from "./curve.ts";
import { DAY_OPEN } from "./day-open.ts";
import { listDecisions } from "./decisions.ts";
import type { SumCache } from "./sum-cache.ts";
import { readWaiting } from "./waiting.ts";

const DECISIONS_SHOWN = 10;

type Wanted = { readonly workspace: Workspace; readonly nowMs: number; readonly sums: SumCache };

type Row = {
  readonly base_currency: string;
  readonly accounts: number;
  readonly following: number;
  readonly equity: bigint;
  readonly starting: bigint;
  readonly day_open: bigint;
  readonly cash: bigint;
};

/**
 * Open accounts per base currency, and sums over those with a book that follows their market: others
 * have no hour in common. Nearly every book has the mark that opens its day at the same close, which is
 * read at once; ten thousand look-ups, one for each, would take seconds.
 */
export async function readTotals(tx: TenantTx): Promise<readonly Row[]> {
  return tx.rows<Row>(
    `with day as materialized (
       select t.key as track, t.horizon_ms / 86400000 * 86400000 as start_ms,
              (select max(r.at_ms) from receipts r
                where r.tenant_id = (select tenant_id()) and r.at_ms < t.horizon_ms / 86400000 * 86400000) as close_ms
         from tracks t),
     opening as materialized (
       select r.account_id, r.run_id, r.at_ms, max(r.equity_units) as equity_units from receipts r
        where r.tenant_id = (select tenant_id()) and r.at_ms = any (array(select close_ms from day))
        group by r.account_id, r.run_id, r.at_ms)
     select a.base_currency, count(*) as accounts, count(b.run_id) as following, coalesce(sum(b.equity_units), 0) as equity,
            coalesce(sum(a.starting_units) filter (where b.run_id is not null), 0) as starting,
            coalesce(sum(coalesce(opening.equity_units, ${DAY_OPEN}, a.starting_units)) filter (where b.run_id is not null), 0) as day_open,
            coalesce(sum(cash.units), 0) as cash
       from accounts a
       left join books b on b.tenant_id = a.tenant_id and b.account_id = a.id and b.track = a.market_key
       left join day on day.track = b.track
       left join opening on opening.account_id = b.account_id and opening.run_id = b.run_id and opening.at_ms = day.close_ms
       left join balances cash on cash.tenant_id = b.tenant_id and cash.account_id = b.account_id and cash.run_id = b.run_id and cash.asset = a.base_currency
      where a.tenant_id = (select tenant_id()) and a.closed_at_ms is null
      group by a.base_currency
      order by count(*) desc, a.base_currency`,
  );
}

/** For display: how much of the equity is at risk. Undefined where there is none to divide by. */
function shareOf(part: bigint, whole: bigint): number | undefined {
  const PARTS = 1_000_000n;
  return whole > 0n ? Number((part * PARTS) / whole) / Number(PARTS) : undefined;
}

async function summarise(tx: TenantTx, row: Row, sums: SumCache): Promise<CurrencySummary> {
  const currency = row.base_currency;
  const exposure = row.equity > row.cash ? row.equity - row.cash : 0n;
  const { points, gaps } = await readCurve(tx, { currency, accounts: row.following, sums });
  const sum = (units: bigint): Money | undefined => (row.following === 0 ? undefined : money(units, currency));
  return {
    currency,
    scale: assetOf(currency).scale,
    accounts: row.accounts,
    followingAccounts: row.following,
    equity: sum(row.equity),
    pnlToday: sum(row.equity - row.day_open),
    pnlTotal: sum(row.equity - row.starting),
    exposure: sum(exposure),
    exposureShare: shareOf(exposure, row.equity),
    curve: points,
    gaps,
  };
}

export async function readOverview(tx: TenantTx, of: Wanted): Promise<OverviewSummary> {
  const currencies: CurrencySummary[] = [];
  for (const row of await readTotals(tx)) currencies.push(await summarise(tx, row, of.sums));
  const { items } = await listDecisions(tx, { limit: DECISIONS_SHOWN });
  const markets = await tx.rows<{ readonly has_synthetic: boolean | null }>(
    "select bool_or(m.is_synthetic) as has_synthetic from accounts a join markets m on m.key = a.market_key where a.tenant_id = (select tenant_id()) and a.closed_at_ms is null",
  );
  return {
    isSynthetic: markets[0]?.has_synthetic ?? of.workspace.isDemo,
    accounts: currencies.reduce((sum, { accounts }) => sum + accounts, 0),
    currencies,
    lastDecisions: items,
    waiting: await readWaiting(tx, { nowMs: of.nowMs, role: of.workspace.role }),
  };
}
