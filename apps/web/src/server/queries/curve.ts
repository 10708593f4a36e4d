import type { Tx } from "../database.ts";
import { equityPoint, readMarks, sampleSequence, type EquityPoint, type Mark } from "./equity.ts";

const POINTS_MAX = 500;
const POINTS_MIN = 24;
/** Marks read for one curve: many accounts get a coarser one instead of a slow page. */
const MARKS_MAX = 50_000;

type LongestBook = { readonly account_id: string; readonly run_id: string; readonly receipt_seq: number };

function pointsFor(accounts: number): number {
  return Math.max(POINTS_MIN, Math.min(POINTS_MAX, Math.floor(MARKS_MAX / Math.max(1, accounts))));
}

/** The book that decided most often sets the times of the curve: where it has a receipt, the others mostly have one too. */
async function longestBook(tx: Tx, currency: string): Promise<LongestBook | undefined> {
  const rows = await tx.rows<LongestBook>(
    `select b.account_id, b.run_id, b.receipt_seq
       from books b join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id and a.market_key = b.track
      where b.tenant_id = tenant_id() and a.base_currency = $1 and a.closed_at_ms is null and b.receipt_seq > 0
      order by b.receipt_seq desc, b.account_id limit 1`,
    [currency],
  );
  return rows[0];
}

/**
 * Equity of all accounts of one base currency together. An account counts with its starting balance
 * before its book opened, so that a new account is no profit; where a book has no receipt at a
 * sampled close, its last mark of the two days before stands.
 */
export async function readCurve(tx: Tx, of: { readonly currency: string; readonly accounts: number }): Promise<readonly EquityPoint[]> {
  const longest = await longestBook(tx, of.currency);
  if (longest === undefined) return [];
  const book = { accountId: longest.account_id, runId: longest.run_id };
  const marks = await readMarks(tx, book, sampleSequence({ first: 1, last: longest.receipt_seq, points: pointsFor(of.accounts) }));
  if (of.accounts === 1) return marks.map(equityPoint);
  const times = marks.map(({ at_ms: atMs }) => atMs);
  const rows = await tx.rows<Mark>(
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
                 order by r.receipt_seq desc limit 1), current.starting_units) end) as units
       from unnest($2::int8[]) as sample (at_ms)
      cross join current
       left join marks using (account_id, run_id, at_ms)
      group by sample.at_ms order by sample.at_ms`,
    [of.currency, times],
  );
  return rows.map(equityPoint);
}
