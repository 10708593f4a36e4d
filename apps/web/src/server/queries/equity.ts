import type { AccountEquity } from "../contract/account.ts";
import type { Tx } from "../database.ts";
import { money } from "../mappers/money.ts";
import { requireBook, type InAccount } from "./book.ts";

export type EquityPoint = { readonly atMs: number; readonly units: string };

export type Mark = { readonly at_ms: number; readonly units: bigint };
type BookMark = Mark & { readonly receipt_seq: number };
type BookKey = { readonly accountId: string; readonly runId: string };

/**
 * Receipts at which a curve is read: the last one always, the rest evenly before it. They are gapless
 * per book and come at every close, those of the downtime window too, so numbers sample as well as times.
 */
export function sampleSequence(of: { readonly first: number; readonly last: number; readonly points: number }): readonly number[] {
  if (of.last < of.first) return [];
  const step = Math.max(1, Math.ceil((of.last - of.first) / Math.max(1, of.points - 1)));
  const count = Math.floor((of.last - of.first) / step) + 1;
  return Array.from({ length: count }, (_, index) => of.last - (count - 1 - index) * step);
}

/** Equity that these receipts of a book state, in their order. */
export async function readMarks(tx: Tx, book: BookKey, sequence: readonly number[]): Promise<readonly BookMark[]> {
  return tx.rows<BookMark>(
    `select receipt_seq, at_ms, equity_units as units from receipts
      where tenant_id = (select tenant_id()) and account_id = $1 and run_id = $2 and receipt_seq = any($3::int8[])
      order by receipt_seq`,
    [book.accountId, book.runId, sequence],
  );
}

/**
 * Stretches between two sampled receipts in which closes left none: an outage missed them, and nobody
 * knows what the account was worth. Receipts come one a close, so missing ones show in the time between.
 * A halt's own receipt comes beside the closes; it can hide one missing close, never make one up.
 */
export function gapsOf(marks: readonly BookMark[], timeframeMs: number): AccountEquity["gaps"] {
  return marks.slice(1).flatMap((mark, index) => {
    const before = marks[index];
    if (before === undefined) return [];
    const missingMs = mark.at_ms - before.at_ms - (mark.receipt_seq - before.receipt_seq) * timeframeMs;
    return missingMs >= timeframeMs ? [{ fromMs: before.at_ms, toMs: mark.at_ms }] : [];
  });
}

/** Length of a lineage's bars; undefined where there is no such lineage. */
export async function readTimeframe(tx: Tx, lineageId: string | undefined): Promise<number | undefined> {
  const rows = await tx.rows<{ readonly timeframe_ms: number }>("select timeframe_ms from lineages where id = $1", [lineageId ?? null]);
  return rows[0]?.timeframe_ms;
}

type Span = { readonly first: number | null; readonly last: number | null };

async function readSpan(tx: Tx, book: BookKey, range: { readonly fromMs: number; readonly toMs: number }): Promise<Span> {
  const rows = await tx.rows<Span>(
    `select min(receipt_seq) as first, max(receipt_seq) as last from receipts
      where tenant_id = (select tenant_id()) and account_id = $1 and run_id = $2 and at_ms between $3 and $4`,
    [book.accountId, book.runId, range.fromMs, range.toMs],
  );
  return rows[0] ?? { first: null, last: null };
}

type Wanted = InAccount & { readonly fromMs?: number | undefined; readonly toMs?: number | undefined; readonly points: number };

/** Equity of one book as its receipts have it, over a time or all of it. */
export async function readAccountEquity(tx: Tx, of: Wanted): Promise<AccountEquity> {
  const book = await requireBook(tx, of);
  const isWhole = of.fromMs === undefined && of.toMs === undefined;
  const span = isWhole
    ? { first: 1, last: book.receiptSeq }
    : await readSpan(tx, book, { fromMs: of.fromMs ?? 0, toMs: of.toMs ?? Number.MAX_SAFE_INTEGER });
  const marks = await readMarks(tx, book, sampleSequence({ first: span.first ?? 1, last: span.last ?? 0, points: of.points }));
  const starting = money(book.startingUnits, book.baseCurrency);
  const timeframeMs = await readTimeframe(tx, book.lineageId);
  const gaps = timeframeMs === undefined ? [] : gapsOf(marks, timeframeMs);
  return { asset: starting.asset, scale: starting.scale, starting, points: marks.map(equityPoint), gaps };
}

export function equityPoint({ at_ms: atMs, units }: Mark): EquityPoint {
  return { atMs, units: units.toString() };
}
