import type { Pool } from "pg";
import { binaryArray } from "./binary-array.ts";
import { bookKeys } from "./book-keys.ts";
import type { BookId } from "./cycle-rows.ts";

/** A book as a worker needs it: heads, and what names its state and its shared content. */
export type LoadedBook = BookId & {
  readonly tenantKey: string;
  readonly accountKey: string;
  readonly runKey: string;
  readonly mode: string;
  /** What its run's time is: the wall, or the seal of each close. */
  readonly clock: "wall" | "replay";
  readonly seed: string;
  readonly takerFeeBps: number;
  readonly slippageBps: number;
  readonly profileHash: Uint8Array;
  readonly settingsHash: Uint8Array;
  /** What its account stands on; null in a run over a period, which has a profile and settings of its own. */
  readonly activeProfileHash: Uint8Array | null;
  readonly activeSettingsHash: Uint8Array | null;
  /** Null where its run is through. */
  readonly nextSlotMs: number | null;
  /** Last close of the run; null where it has no end. */
  readonly toMs: number | null;
  readonly pendingDispatch: boolean;
  readonly receiptSeq: number;
  readonly receiptHash: Uint8Array;
  readonly ledgerSeq: number;
  readonly ledgerHash: Uint8Array;
  readonly stateHash: Uint8Array;
  /** Continuous runs obey the kill switches of today; a replay of the past does not. */
  readonly isHaltable: boolean;
  /** After so long on its clock the run releases what its books have halted by themselves; null: a person does. */
  readonly rearmAfterMs: number | null;
  /** The fill model that the run chose, as its options hold it; null: the next open. */
  readonly fillModel: unknown;
};

// Each book is looked up by its whole key: OFFSET 0 keeps the planner from joining by a part of it, which
// reads all runs of an account for each book.
const LOAD = `
  select b.tenant_id, b.account_id, b.run_id, t.key as tenant_key, a.key as account_key, r.key as run_key, a.mode, b.seed, b.taker_fee_bps::float8, b.slippage_bps::float8,
    b.profile_hash, b.settings_hash, b.next_slot_ms, r.to_ms, b.pending_dispatch, b.receipt_seq, b.receipt_hash, b.ledger_seq, b.ledger_hash,
    b.state_hash, r.clock, r.kind = 'live' as is_haltable, (r.options->>'rearmAfterMs')::int8 as rearm_after_ms,
    r.options->'fillModel' as fill_model,
    case r.kind when 'live' then (select v.hash from risk_profile_versions v
      where v.tenant_id = a.tenant_id and v.profile_key = a.profile_key and v.version = a.profile_version) end as active_profile_hash,
    case r.kind when 'live' then (select v.hash from strategy_settings_versions v
      where v.tenant_id = a.tenant_id and v.settings_key = a.settings_key and v.version = a.settings_version) end as active_settings_hash
  from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as k(tenant_id, account_id, run_id)
  cross join lateral (
    select * from books b where b.tenant_id = k.tenant_id and b.account_id = k.account_id and b.run_id = k.run_id offset 0
  ) b
  join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id
  join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id
  join tenants t on t.id = b.tenant_id
  order by b.tenant_id, b.account_id, b.run_id`;

type Row = {
  tenant_id: string;
  account_id: string;
  run_id: string;
  tenant_key: string;
  account_key: string;
  run_key: string;
  mode: string;
  clock: "wall" | "replay";
  seed: string;
  taker_fee_bps: number;
  slippage_bps: number;
  profile_hash: Buffer;
  settings_hash: Buffer;
  active_profile_hash: Buffer | null;
  active_settings_hash: Buffer | null;
  next_slot_ms: number | null;
  to_ms: number | null;
  pending_dispatch: boolean;
  receipt_seq: number;
  receipt_hash: Buffer;
  ledger_seq: number;
  ledger_hash: Buffer;
  state_hash: Buffer;
  is_haltable: boolean;
  rearm_after_ms: number | null;
  fill_model: unknown;
};

/** Many books at once, in the order of their ids. */
export async function loadBooks(pool: Pool, ids: readonly BookId[]): Promise<LoadedBook[]> {
  const { rows } = await pool.query<Row>({
    name: "load books",
    text: LOAD,
    values: bookKeys(ids),
  });
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    accountId: row.account_id,
    runId: row.run_id,
    tenantKey: row.tenant_key,
    accountKey: row.account_key,
    runKey: row.run_key,
    mode: row.mode,
    clock: row.clock,
    seed: row.seed,
    takerFeeBps: row.taker_fee_bps,
    slippageBps: row.slippage_bps,
    profileHash: row.profile_hash,
    settingsHash: row.settings_hash,
    activeProfileHash: row.active_profile_hash,
    activeSettingsHash: row.active_settings_hash,
    nextSlotMs: row.next_slot_ms,
    toMs: row.to_ms,
    pendingDispatch: row.pending_dispatch,
    receiptSeq: row.receipt_seq,
    receiptHash: row.receipt_hash,
    ledgerSeq: row.ledger_seq,
    ledgerHash: row.ledger_hash,
    stateHash: row.state_hash,
    isHaltable: row.is_haltable,
    rearmAfterMs: row.rearm_after_ms,
    fillModel: row.fill_model,
  }));
}

const LOAD_STATES = `
  select s.hash, s.body from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[]) as k(tenant_id, account_id, run_id, hash)
  cross join lateral (
    select s.hash, s.body from account_states s
    where s.tenant_id = k.tenant_id and s.account_id = k.account_id and s.run_id = k.run_id and s.hash = k.hash offset 0
  ) s`;

/** Canonical bytes of the states that these books are in. */
export async function loadStates(
  pool: Pool,
  books: readonly (BookId & { readonly stateHash: Uint8Array })[],
): Promise<{ readonly hash: Uint8Array; readonly body: Uint8Array }[]> {
  const { rows } = await pool.query<{ hash: Buffer; body: Buffer }>({
    name: "load states",
    text: LOAD_STATES,
    values: [
      ...bookKeys(books),
      binaryArray(
        "bytea",
        books.map(({ stateHash }) => stateHash),
      ),
    ],
  });
  return rows;
}

/** Canonical bytes of a profile or of strategy settings, by the hash that a book names. */
export async function loadContents(
  pool: Pool,
  wanted: readonly { readonly tenantId: string; readonly hash: Uint8Array }[],
): Promise<{ readonly hash: Uint8Array; readonly body: Uint8Array }[]> {
  const { rows } = await pool.query<{ hash: Buffer; body: Buffer }>({
    name: "load book contents",
    text: "select distinct c.hash, c.body from book_contents c join unnest($1::uuid[], $2::bytea[]) as w(tenant_id, hash) using (tenant_id, hash)",
    values: [wanted.map(({ tenantId }) => tenantId), wanted.map(({ hash }) => hash)],
  });
  return rows;
}
