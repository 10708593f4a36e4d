import type { ClientBase, Pool } from "pg";
import type { BookId } from "./cycle-rows.ts";

/** Current rows beside what they are the sum of, for whoever compares the two. */

/** Columns of a row by name, as text; null where the row is missing. */
export type Columns = Readonly<Record<string, string | null>> | null;
export type ProjectedRow = { readonly seq: number; readonly name: string; readonly stored: Columns; readonly recomputed: Columns };

const OF_BOOK = "tenant_id = $1 and account_id = $2 and run_id = $3";

/**
 * Every order as it stands, and as its intent, its steps and the ledger's chained postings make it. What
 * it has filled is counted in the coin that it moved, so that a changed fill can't cover a changed order.
 */
export const ORDER_PROJECTIONS = `
  with stored as (
    select intent_seq, id, jsonb_build_object('id', id, 'symbol', symbol, 'side', side, 'kind', kind, 'purpose', purpose, 'quantity', quantity::text,
      'trigger_units', trigger_units::text, 'created_ms', created_ms::text, 'state', state, 'filled_quantity', filled_quantity::text,
      'updated_ms', updated_ms::text, 'reason', reason) as columns
    from orders where ${OF_BOOK}
  ), steps as (
    select order_id, min(at_ms) filter (where n = 1) as created_ms, (array_agg(reason order by n))[1] as reason,
      (array_agg(to_state order by n desc))[1] as state, (array_agg(at_ms order by n desc))[1] as updated_ms
    from order_events where ${OF_BOOK} group by order_id
  ), moved as (
    select t.reference, p.asset, abs(sum(p.units)) as units
    from (select ledger_seq, reference from ledger_transactions where ${OF_BOOK} and kind = 'FILL') t
    join (select ledger_seq, asset, units from postings where ${OF_BOOK} and ledger_account = 'account') p using (ledger_seq)
    group by t.reference, p.asset
  ), recomputed as (
    select i.intent_seq, i.order_id as id, jsonb_build_object('id', i.order_id, 'symbol', i.symbol, 'side', i.side, 'kind', i.kind, 'purpose', i.purpose,
      'quantity', i.quantity::text, 'trigger_units', i.trigger_units::text, 'created_ms', s.created_ms::text, 'state', s.state,
      'filled_quantity', coalesce(m.units, 0)::text, 'updated_ms', s.updated_ms::text, 'reason', s.reason) as columns
    from (select * from intents where ${OF_BOOK}) i
    left join steps s on s.order_id = i.order_id
    left join instruments n on n.symbol = i.symbol
    left join moved m on m.reference = i.order_id::text and m.asset = n.base
  )
  select intent_seq as seq, coalesce(s.id, r.id)::text as name, s.columns as stored, r.columns as recomputed
  from stored s full join recomputed r using (intent_seq) order by intent_seq, name`;

/** Every balance, and the sum of the chained postings that it is. */
export const BALANCE_PROJECTIONS = `
  select row_number() over (order by asset) as seq, asset as name,
    case when b.asset is null then null else jsonb_build_object('units', b.units::text) end as stored,
    jsonb_build_object('units', coalesce(p.units, 0)::text) as recomputed
  from (select asset, units from balances where ${OF_BOOK}) b
  full join (
    select asset, coalesce(sum(units) filter (where ledger_account = 'account'), 0) as units from postings where ${OF_BOOK} group by asset
  ) p using (asset) order by asset`;

/** A run's row, and what its books were opened with. */
export type StoredRun = {
  readonly key: string;
  readonly kind: string;
  /** Whether it is the demo's. */
  readonly isDemo: boolean;
  readonly clock: "wall" | "replay";
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly options: Readonly<Record<string, unknown>>;
  readonly books: readonly OpenedBook[];
};

export type OpenedBook = {
  readonly key: string;
  readonly seed: string;
  readonly takerFeeBps: number;
  readonly slippageBps: number;
  readonly profileBody: Uint8Array;
  readonly settingsBody: Uint8Array;
  readonly startingUnits: bigint;
};

/** A run with all its books in the order in which a run enters them: by the key of their accounts. */
export async function readStoredRun(db: ClientBase | Pool, { tenantId, runId }: Omit<BookId, "accountId">): Promise<StoredRun | undefined> {
  const { rows } = await db.query<Omit<StoredRun, "books">>(
    `select r.key, r.kind, t.is_demo as "isDemo", r.clock, r.from_ms as "fromMs", r.to_ms as "toMs", r.options
     from runs r join tenants t on t.id = r.tenant_id where r.tenant_id = $1 and r.id = $2`,
    [tenantId, runId],
  );
  const [run] = rows;
  if (run === undefined) return undefined;
  const { rows: books } = await db.query<OpenedBook>(
    `select a.key, b.seed, b.taker_fee_bps::float8 as "takerFeeBps", b.slippage_bps::float8 as "slippageBps",
       p.body as "profileBody", s.body as "settingsBody", coalesce(o.units, 0) as "startingUnits"
     from books b
     join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id
     join book_contents p on p.tenant_id = b.tenant_id and p.hash = b.profile_hash
     join book_contents s on s.tenant_id = b.tenant_id and s.hash = b.settings_hash
     left join postings o on o.tenant_id = b.tenant_id and o.account_id = b.account_id and o.run_id = b.run_id
       and o.ledger_seq = 1 and o.ledger_account = 'account'
     where b.tenant_id = $1 and b.run_id = $2 order by a.key`,
    [tenantId, runId],
  );
  return { ...run, books };
}
