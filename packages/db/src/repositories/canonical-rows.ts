import type { ClientBase } from "pg";

/**
 * The hashed rows of runs in a fixed order, for two databases to be compared by. Tenants, accounts
 * and runs appear by key: their ids may be random. Nothing of the wall clock is here: no work
 * batches, no audit, no fences, no recording times.
 */
export type RowKind = { readonly name: string; readonly sql: string };

/** What of a run is exported; the keys, then the ids that are never shown. */
export type ExportedBook = {
  readonly tenantKey: string;
  readonly runKey: string;
  readonly accountKey: string;
  readonly tenantId: string;
  readonly runId: string;
  readonly accountId: string;
};

const OF_BOOK = "t.tenant_id = $1 and t.account_id = $2 and t.run_id = $3";

const rowsOf = (name: string, of: { readonly table: string; readonly columns: string; readonly order: string }): RowKind => ({
  name,
  sql: `select ${of.columns} from ${of.table} t where ${OF_BOOK} order by ${of.order}`,
});

/** Kinds of rows of one book, in the order of the export. */
export const BOOK_ROWS: readonly RowKind[] = [
  rowsOf("book", {
    table: "books",
    columns:
      "assets, profile_hash, settings_hash, opened_ms, seed, taker_fee_bps::text as taker_fee_bps, slippage_bps::text as slippage_bps, receipt_seq, receipt_hash, ledger_seq, ledger_hash, state_hash, equity_units",
    order: "1",
  }),
  {
    name: "content",
    sql: `select t.hash, t.body from book_contents t join books b on b.tenant_id = t.tenant_id and t.hash in (b.profile_hash, b.settings_hash)
      where b.tenant_id = $1 and b.account_id = $2 and b.run_id = $3 order by t.hash`,
  },
  rowsOf("state", { table: "account_states", columns: "hash, body", order: "hash" }),
  rowsOf("slot", { table: "slots", columns: "kind, at_ms, seq, until_ms, outcome, reason, facts", order: 'at_ms, kind collate "C", seq' }),
  rowsOf("receipt", {
    table: "receipts",
    columns:
      "receipt_seq, at_ms, kind, seq, outcome, reason_codes, snapshot_hash, state_before, state_after, input_hash, output_hash, core_hash, equity_units, body, previous_hash, hash",
    order: "receipt_seq",
  }),
  rowsOf("intent", {
    table: "intents",
    columns:
      "intent_seq, at_ms, order_id, symbol, side, kind, purpose, quantity, quote_budget, trigger_units, stop_offset_units, receipt_seq, parent_order_id",
    order: "intent_seq",
  }),
  rowsOf("order", {
    table: "orders",
    columns: "id, intent_seq, symbol, side, kind, purpose, state, quantity, filled_quantity, trigger_units, created_ms, updated_ms, reason",
    order: "intent_seq",
  }),
  rowsOf("order_event", {
    table: "order_events",
    columns: "order_id, n, at_ms, event, from_state, to_state, reason",
    order: "at_ms, order_id, n",
  }),
  rowsOf("fill", {
    table: "fills",
    columns: "fill_seq, at_ms, order_id, symbol, side, quantity, price_units, reference_price_units, fee_units, fee_asset, why, ledger_seq",
    order: "fill_seq",
  }),
  rowsOf("disposal", {
    table: "lot_disposals",
    columns: "fill_seq, n, at_ms, symbol, quantity, cost_units, proceeds_units, opened_ms, entry_price_units, why",
    order: "fill_seq, n",
  }),
  rowsOf("transaction", {
    table: "ledger_transactions",
    columns: "ledger_seq, at_ms, kind, reference, posting_count, previous_hash, hash",
    order: "ledger_seq",
  }),
  rowsOf("posting", { table: "postings", columns: "ledger_seq, n, at_ms, ledger_account, asset, units", order: "ledger_seq, n" }),
  rowsOf("balance", { table: "balances", columns: "asset, units", order: 'asset collate "C"' }),
];

/**
 * What the run's decisions read: the closes of its lineage up to its books' last slot, or, for a
 * continuous run, whose market may move to another lineage, the snapshots that its receipts name.
 */
export const RUN_SNAPSHOTS: RowKind = {
  name: "snapshot",
  sql: `select s.close_ms, s.hash, s.previous_hash, s.body from snapshots s join runs r on r.lineage_id = s.lineage_id
    where r.tenant_id = $1 and r.id = $2 and s.close_ms > r.from_ms
      and s.close_ms <= (select max(greatest(t.at_ms, t.until_ms)) from slots t where t.tenant_id = $1 and t.run_id = $2)
    union all
    select s.close_ms, s.hash, s.previous_hash, s.body from runs r
      join lateral (select distinct c.snapshot_hash from receipts c where c.tenant_id = r.tenant_id and c.run_id = r.id) named on true
      join snapshots s on s.hash = named.snapshot_hash
    where r.tenant_id = $1 and r.id = $2 and r.lineage_id is null
    order by close_ms, hash`,
};

/** The run itself, and its lineage. */
export const RUN_ROW: RowKind = {
  name: "run",
  sql: `select r.kind, r.clock, r.rate, r.from_ms, r.to_ms, r.lineage_id, l.source, l.universe, l.timeframe_ms, l.origin_ms, l.feature_names, l.is_synthetic
    from runs r left join lineages l on l.id = r.lineage_id where r.tenant_id = $1 and r.id = $2`,
};

type BookRecord = { tenant_key: string; run_key: string; account_key: string; tenant_id: string; run_id: string; account_id: string };

/** Every book there is, by tenant, run and account key. */
export async function listExportedBooks(client: ClientBase): Promise<ExportedBook[]> {
  const { rows } = await client.query<BookRecord>(
    `select n.key as tenant_key, r.key as run_key, a.key as account_key, b.tenant_id, b.run_id, b.account_id
     from books b join tenants n on n.id = b.tenant_id join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id
       join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id
     order by n.key collate "C", r.key collate "C", a.key collate "C"`,
  );
  return rows.map((row) => ({
    tenantKey: row.tenant_key,
    runKey: row.run_key,
    accountKey: row.account_key,
    tenantId: row.tenant_id,
    runId: row.run_id,
    accountId: row.account_id,
  }));
}

/** Rows fetched at a time. */
const ROWS_PER_FETCH = 2_000;

/** Streams a query's rows through a cursor, so that a run of any length needs little memory. One at a time per transaction. */
export async function* streamRows<Row extends object = Readonly<Record<string, unknown>>>(
  client: ClientBase,
  { sql }: Pick<RowKind, "sql">,
  values: readonly unknown[],
): AsyncGenerator<Row> {
  await client.query(`declare canonical_rows no scroll cursor for ${sql}`, [...values]);
  try {
    for (;;) {
      const { rows } = await client.query<Row>(`fetch ${ROWS_PER_FETCH} from canonical_rows`);
      yield* rows;
      if (rows.length < ROWS_PER_FETCH) return;
    }
  } finally {
    await client.query("close canonical_rows");
  }
}
