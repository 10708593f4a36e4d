import type { AccountEquity } from "../contract/account.ts";
import type { TenantTx } from "../database.ts";
import { equityPoint, gapsOf, readMarks, readTimeframe, type EquityPoint, type Mark } from "./equity.ts";
import type { SumCache } from "./sum-cache.ts";

const POINTS_MAX = 500;
const POINTS_MIN = 24;
/** Marks read for one curve: many accounts get a coarser one instead of a slow page. */
const MARKS_MAX = 50_000;
/** Closes from the last one back whose sums may still change: an account that fell behind writes its receipt later. */
const UNSETTLED_CLOSES = 8;

type LongestBook = {
  readonly account_id: string;
  readonly run_id: string;
  readonly receipt_seq: number;
  readonly lineage_id: string | null;
};
export type Curve = { readonly points: readonly EquityPoint[]; readonly gaps: AccountEquity["gaps"] };
type Wanted = { readonly currency: string; readonly accounts: number };

function pointsFor(accounts: number): number {
  return Math.max(POINTS_MIN, Math.min(POINTS_MAX, Math.floor(MARKS_MAX / Math.max(1, accounts))));
}

/**
 * Receipts at which a curve of many books is read: the multiples of a power of two, and the last.
 * They stay where they are while the book grows, so that their sums are read once.
 */
export function steadySequence(of: { readonly last: number; readonly points: number }): readonly number[] {
  const step = 2 ** Math.max(0, Math.ceil(Math.log2(of.last / Math.max(1, of.points - 1))));
  const multiples = Array.from({ length: Math.floor(of.last / step) }, (_, index) => (index + 1) * step);
  return [...new Set([1, ...multiples, of.last])].filter((sequence) => sequence <= of.last);
}

/** The book that decided most often sets the times of the curve: where it has a receipt, the others mostly have one too. */
async function longestBook(tx: TenantTx, currency: string): Promise<LongestBook | undefined> {
  const rows = await tx.rows<LongestBook>(
    `select b.account_id, b.run_id, b.receipt_seq, coalesce(r.lineage_id, t.lineage_id) as lineage_id
       from books b join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id and a.market_key = b.track
       join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id
       left join tracks t on t.key = b.track
      where b.tenant_id = (select tenant_id()) and a.base_currency = $1 and a.closed_at_ms is null and b.receipt_seq > 0
      order by b.receipt_seq desc, b.account_id limit 1`,
    [currency],
  );
  return rows[0];
}

/** What names the set of books whose equity is added up: with an account more or less every sum is another. */
async function bookSetOf(tx: TenantTx, currency: string): Promise<string> {
  const rows = await tx.rows<{ readonly books: number; readonly opened_ms: number | null; readonly starting: bigint | null }>(
    `select count(*) as books, max(b.opened_ms) as opened_ms, sum(a.starting_units) as starting
       from books b join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id and a.market_key = b.track
      where b.tenant_id = (select tenant_id()) and a.base_currency = $1 and a.closed_at_ms is null`,
    [currency],
  );
  const [set] = rows;
  return [tx.tenantId, currency, set?.books, set?.opened_ms, set?.starting].join(" ");
}

/**
 * A book has one receipt at a close, beside those of halts, so nearly all of a sum is one pass over the
 * receipts of its close. That pass also counts them by book: only a book that lacks some is looked at
 * close by close. Asked of ten thousand books, each close apart costs three times as much.
 */
async function readSums(tx: TenantTx, currency: string, times: readonly number[]): Promise<readonly Mark[]> {
  if (times.length === 0) return [];
  return tx.rows<Mark>(
    `with current as materialized (
       select b.account_id, b.run_id, b.opened_ms, a.starting_units
         from books b join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id and a.market_key = b.track
        where b.tenant_id = (select tenant_id()) and a.base_currency = $1 and a.closed_at_ms is null),
     marks as materialized (
       select r.at_ms, r.account_id, r.run_id, sum(r.equity_units) as units, count(*) as closes
         from receipts r join current using (account_id, run_id)
        where r.tenant_id = (select tenant_id()) and r.at_ms = any($2::int8[]) and r.at_ms >= current.opened_ms and r.kind <> 'halt'
        group by grouping sets ((r.at_ms), (r.account_id, r.run_id))),
     lacking as materialized (
       select current.* from current
         left join marks on marks.at_ms is null and marks.account_id = current.account_id and marks.run_id = current.run_id
        where coalesce(marks.closes, 0) < (select count(*) from unnest($2::int8[]) as sample (at_ms) where sample.at_ms >= current.opened_ms)),
     gaps as materialized (
       select sample.at_ms, lacking.* from unnest($2::int8[]) as sample (at_ms) join lacking on lacking.opened_ms <= sample.at_ms
        where not exists (
          select from receipts r
           where r.tenant_id = (select tenant_id()) and r.account_id = lacking.account_id and r.run_id = lacking.run_id
             and r.at_ms = sample.at_ms and r.kind <> 'halt'))
     select sample.at_ms,
            coalesce((select marks.units from marks where marks.at_ms = sample.at_ms), 0)
            + coalesce((select sum(current.starting_units) from current where current.opened_ms > sample.at_ms), 0)
            + coalesce((select sum(coalesce((
                select r.equity_units from receipts r
                 where r.tenant_id = (select tenant_id()) and r.account_id = gaps.account_id and r.run_id = gaps.run_id
                   and r.at_ms <= sample.at_ms and r.at_ms > sample.at_ms - 172800000
                 order by r.receipt_seq desc limit 1), gaps.starting_units)) from gaps where gaps.at_ms = sample.at_ms), 0) as units
       from unnest($2::int8[]) as sample (at_ms) order by sample.at_ms`,
    [currency, times],
  );
}

/**
 * Equity of all accounts of one base currency together. An account counts with its starting balance
 * before its book opened, so that a new account is no profit; where a book has no receipt at a
 * sampled close, its last mark of the two days before stands. Receipts are never changed, so a sum
 * of settled closes is kept. Where the book that sets the times was not marked, an outage left none
 * marked, and the line breaks as an account's own does.
 */
export async function readCurve(tx: TenantTx, of: Wanted & { readonly sums: SumCache }): Promise<Curve> {
  const longest = await longestBook(tx, of.currency);
  if (longest === undefined) return { points: [], gaps: [] };
  const book = { accountId: longest.account_id, runId: longest.run_id };
  const marks = await readMarks(tx, book, steadySequence({ last: longest.receipt_seq, points: pointsFor(of.accounts) }));
  const timeframeMs = await readTimeframe(tx, longest.lineage_id ?? undefined);
  const gaps = timeframeMs === undefined ? [] : gapsOf(marks, timeframeMs);
  if (of.accounts === 1) return { points: marks.map(equityPoint), gaps };
  const bookSet = await bookSetOf(tx, of.currency);
  const isSettled = ({ receipt_seq: sequence }: { readonly receipt_seq: number }): boolean =>
    sequence <= longest.receipt_seq - UNSETTLED_CLOSES;
  const settled = new Set(marks.filter(isSettled).map(({ at_ms: atMs }) => atMs));
  const known = marks.flatMap(({ at_ms: atMs }) => {
    const units = of.sums.get(bookSet, atMs);
    return units === undefined ? [] : [{ at_ms: atMs, units }];
  });
  const knownTimes = new Set(known.map(({ at_ms: atMs }) => atMs));
  const missing = marks.map(({ at_ms: atMs }) => atMs).filter((atMs) => !knownTimes.has(atMs));
  const read = await readSums(tx, of.currency, missing);
  for (const { at_ms: atMs, units } of read) if (settled.has(atMs)) of.sums.set(bookSet, atMs, units);
  return { points: [...known, ...read].sort((left, right) => left.at_ms - right.at_ms).map(equityPoint), gaps };
}
