import type { Pool } from "pg";
import type { BookId } from "./cycle-rows.ts";

export type EquityMarkRow = { readonly atMs: number; readonly equityUnits: bigint };

/** Equity at every slot of a book that left a receipt, in slot order. */
export async function readEquityMarks(pool: Pool, book: BookId): Promise<EquityMarkRow[]> {
  const { rows } = await pool.query<{ at_ms: number; equity_units: bigint }>(
    "select at_ms, equity_units from receipts where tenant_id = $1 and account_id = $2 and run_id = $3 order by receipt_seq",
    [book.tenantId, book.accountId, book.runId],
  );
  return rows.map((row) => ({ atMs: row.at_ms, equityUnits: row.equity_units }));
}

/** A closed lot with the fill that closed it: one round trip, or a part of one. */
export type DisposalReportRow = {
  readonly symbol: string;
  readonly openedMs: number;
  readonly entryPriceUnits: bigint;
  readonly closedMs: number;
  readonly exitPriceUnits: bigint;
  readonly costUnits: bigint;
  readonly proceedsUnits: bigint;
  readonly why: string;
  /** Code of the order that closed it. */
  readonly reason: string;
};

/** Closed lots of a book in the order in which they were closed. */
export async function readDisposals(pool: Pool, book: BookId): Promise<DisposalReportRow[]> {
  const { rows } = await pool.query<{
    symbol: string;
    opened_ms: number;
    entry_price_units: bigint;
    closed_ms: number;
    exit_price_units: bigint;
    cost_units: bigint;
    proceeds_units: bigint;
    why: string;
    reason: string;
  }>(
    `select d.symbol, d.opened_ms, d.entry_price_units, f.at_ms as closed_ms, f.price_units as exit_price_units, d.cost_units, d.proceeds_units, d.why, o.reason
     from lot_disposals d join fills f on f.tenant_id = d.tenant_id and f.account_id = d.account_id and f.run_id = d.run_id and f.fill_seq = d.fill_seq and f.at_ms = d.at_ms
     join orders o on o.tenant_id = f.tenant_id and o.account_id = f.account_id and o.run_id = f.run_id and o.id = f.order_id
     where d.tenant_id = $1 and d.account_id = $2 and d.run_id = $3 order by d.fill_seq, d.n`,
    [book.tenantId, book.accountId, book.runId],
  );
  return rows.map((row) => ({
    symbol: row.symbol,
    openedMs: row.opened_ms,
    entryPriceUnits: row.entry_price_units,
    closedMs: row.closed_ms,
    exitPriceUnits: row.exit_price_units,
    costUnits: row.cost_units,
    proceedsUnits: row.proceeds_units,
    why: row.why,
    reason: row.reason,
  }));
}

export type BookReportRow = BookId & {
  readonly accountKey: string;
  readonly accountName: string;
  readonly baseCurrency: string;
  readonly openedUnits: bigint;
  readonly equityUnits: bigint;
  readonly slots: number;
  readonly receipts: number;
  readonly skippedSlots: number;
  /** The strategy settings that it entered with. */
  readonly settingsBody: Uint8Array;
};

/** The books of a run, in account order, with what they started from and where they stand. */
export async function readRunBooks(pool: Pool, runId: string): Promise<BookReportRow[]> {
  const { rows } = await pool.query<{
    tenant_id: string;
    account_id: string;
    run_id: string;
    account_key: string;
    account_name: string;
    base_currency: string;
    opened_units: bigint;
    equity_units: bigint;
    receipt_seq: number;
    slots: number;
    skipped: number;
    settings_body: Uint8Array;
  }>(
    `select b.tenant_id, b.account_id, b.run_id, a.key as account_key, a.name as account_name, a.base_currency, b.equity_units, b.receipt_seq, c.body as settings_body,
       (select p.units from postings p join ledger_transactions t using (tenant_id, account_id, run_id, ledger_seq, at_ms)
        where p.tenant_id = b.tenant_id and p.account_id = b.account_id and p.run_id = b.run_id and p.ledger_seq = 1 and t.ledger_seq = 1 and p.ledger_account = 'account') as opened_units,
       (select count(*) from slots s where s.tenant_id = b.tenant_id and s.account_id = b.account_id and s.run_id = b.run_id)::int4 as slots,
       (select count(*) from slots s where s.tenant_id = b.tenant_id and s.account_id = b.account_id and s.run_id = b.run_id and s.outcome = 'SKIPPED')::int4 as skipped
     from books b join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id
       join book_contents c on c.tenant_id = b.tenant_id and c.hash = b.settings_hash where b.run_id = $1 order by a.key`,
    [runId],
  );
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    accountId: row.account_id,
    runId: row.run_id,
    accountKey: row.account_key,
    accountName: row.account_name,
    baseCurrency: row.base_currency,
    openedUnits: row.opened_units,
    equityUnits: row.equity_units,
    slots: row.slots,
    receipts: row.receipt_seq,
    skippedSlots: row.skipped,
    settingsBody: row.settings_body,
  }));
}
