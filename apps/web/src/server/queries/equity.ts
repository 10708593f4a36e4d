import type { AccountEquity } from "../contract/account.ts";
import type { Tx } from "../database.ts";
import { money } from "../mappers/money.ts";
import { requireBook, type InAccount } from "./book.ts";

export type EquityPoint = { readonly atMs: number; readonly units: string };

type Row = { readonly at_ms: number; readonly units: bigint };

/** Times at which a curve is read: the last one always, the rest evenly before it. */
export function sampleTimes(of: {
  readonly fromMs: number;
  readonly toMs: number;
  readonly points: number;
  readonly stepMsMin: number;
}): readonly number[] {
  const spanMs = Math.max(0, of.toMs - of.fromMs);
  const steps = Math.max(1, of.points - 1);
  const stepMs = Math.max(of.stepMsMin, Math.ceil(spanMs / steps / of.stepMsMin) * of.stepMsMin);
  const count = Math.floor(spanMs / stepMs) + 1;
  return Array.from({ length: count }, (_, index) => of.toMs - (count - 1 - index) * stepMs);
}

/** The last decision of a book at or before a time; undefined before the first. */
export async function lastDecidedMs(tx: Tx, book: { readonly accountId: string; readonly runId: string }): Promise<number | undefined> {
  const rows = await tx.rows<{ readonly at_ms: number }>(
    "select at_ms from receipts where tenant_id = tenant_id() and account_id = $1 and run_id = $2 order by at_ms desc limit 1",
    [book.accountId, book.runId],
  );
  return rows[0]?.at_ms;
}

/**
 * Equity as the receipts have it, at the sampled times: the last receipt at or before each. A stretch
 * without receipts repeats the last mark, as the books did.
 */
export async function readAccountEquity(
  tx: Tx,
  of: InAccount & { readonly fromMs?: number | undefined; readonly toMs?: number | undefined; readonly points: number },
): Promise<AccountEquity> {
  const book = await requireBook(tx, of);
  const starting = money(book.startingUnits, book.baseCurrency);
  const lastMs = await lastDecidedMs(tx, book);
  if (lastMs === undefined) return { ...starting, starting, points: [] };
  const timeframeMs = await timeframeOf(tx, book.marketKey);
  const times = sampleTimes({
    fromMs: Math.max(of.fromMs ?? 0, book.openedMs),
    toMs: Math.min(of.toMs ?? lastMs, lastMs),
    points: of.points,
    stepMsMin: timeframeMs,
  });
  const rows = await tx.rows<Row>(
    `select sample.at_ms, mark.equity_units as units
       from unnest($3::int8[]) as sample (at_ms)
      cross join lateral (
        select equity_units from receipts r
         where r.tenant_id = tenant_id() and r.account_id = $1 and r.run_id = $2 and r.at_ms <= sample.at_ms
         order by r.at_ms desc, r.receipt_seq desc limit 1) mark
      order by sample.at_ms`,
    [book.accountId, book.runId, times],
  );
  return {
    asset: starting.asset,
    scale: starting.scale,
    starting,
    points: rows.map(({ at_ms: atMs, units }) => ({ atMs, units: units.toString() })),
  };
}

async function timeframeOf(tx: Tx, marketKey: string): Promise<number> {
  const rows = await tx.rows<{ readonly timeframe_ms: number }>("select timeframe_ms from markets where key = $1", [marketKey]);
  const row = rows[0];
  if (row === undefined) throw new Error(`no market ${marketKey}`);
  return row.timeframe_ms;
}
