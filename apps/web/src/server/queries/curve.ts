import type { Tx } from "../database.ts";
import { sampleTimes, type EquityPoint } from "./equity.ts";

const POINTS_MAX = 500;
const POINTS_MIN = 24;
/** Marks read for one curve: many accounts get a coarser one instead of a slow page. */
const MARKS_MAX = 50_000;

type SpanRow = { readonly from_ms: number | null; readonly to_ms: number | null; readonly step_ms: number | null };
type PointRow = { readonly at_ms: number; readonly units: bigint };

function pointsFor(accounts: number): number {
  return Math.max(POINTS_MIN, Math.min(POINTS_MAX, Math.floor(MARKS_MAX / Math.max(1, accounts))));
}

/**
 * Equity of all accounts of one base currency together. An account counts with its starting balance
 * before its book opened, so that a new account is no profit; where a book has no receipt at a
 * sampled close (downtime, a skipped slot) its last mark of the two days before stands.
 */
export async function readCurve(tx: Tx, of: { readonly currency: string; readonly accounts: number }): Promise<readonly EquityPoint[]> {
  const [span] = await tx.rows<SpanRow>(
    `select min(b.opened_ms) as from_ms, max(t.horizon_ms) as to_ms, min(m.timeframe_ms) as step_ms
       from books b join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id and a.market_key = b.track
       join tracks t on t.key = b.track join markets m on m.key = a.market_key
      where b.tenant_id = tenant_id() and a.base_currency = $1 and a.closed_at_ms is null`,
    [of.currency],
  );
  if (span === undefined || span.from_ms === null || span.to_ms === null || span.step_ms === null || span.to_ms < span.from_ms) return [];
  const times = sampleTimes({ fromMs: span.from_ms, toMs: span.to_ms, points: pointsFor(of.accounts), stepMsMin: span.step_ms });
  const rows = await tx.rows<PointRow>(
    `with current as materialized (
       select b.account_id, b.run_id, b.opened_ms, a.starting_units
         from books b join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id and a.market_key = b.track
        where b.tenant_id = tenant_id() and a.base_currency = $1 and a.closed_at_ms is null),
     marks as materialized (
       select r.account_id, r.run_id, r.at_ms, max(r.equity_units) as equity_units
         from receipts r join current using (account_id, run_id)
        where r.tenant_id = (select tenant_id()) and r.at_ms = any($2::int8[])
        group by r.account_id, r.run_id, r.at_ms)
     select sample.at_ms, sum(case when current.opened_ms > sample.at_ms then current.starting_units
              else coalesce(marks.equity_units, (
                select r.equity_units from receipts r
                 where r.tenant_id = (select tenant_id()) and r.account_id = current.account_id and r.run_id = current.run_id
                   and r.at_ms <= sample.at_ms and r.at_ms > sample.at_ms - 172800000
                 order by r.at_ms desc, r.receipt_seq desc limit 1), current.starting_units) end) as units
       from unnest($2::int8[]) as sample (at_ms)
      cross join current
       left join marks using (account_id, run_id, at_ms)
      group by sample.at_ms order by sample.at_ms`,
    [of.currency, times],
  );
  return rows.map(({ at_ms: atMs, units }) => ({ atMs, units: units.toString() }));
}
