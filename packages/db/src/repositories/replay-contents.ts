import type { ClientBase, Pool } from "pg";
import { binaryArray } from "./binary-array.ts";
import { bookKeys } from "./book-keys.ts";
import type { StoredContent } from "./core-bundles.ts";
import type { BookId } from "./cycle-rows.ts";

/** Canonical bytes of profiles and settings, by workspace and hash. */
export async function readContents(
  db: ClientBase | Pool,
  wanted: readonly { readonly tenantId: string; readonly hash: Uint8Array }[],
): Promise<(StoredContent & { readonly tenantId: string })[]> {
  if (wanted.length === 0) return [];
  const { rows } = await db.query<StoredContent & { readonly tenantId: string }>(
    `select c.tenant_id as "tenantId", c.hash, c.body from book_contents c
     join unnest($1::uuid[], $2::bytea[]) as w(tenant_id, hash) using (tenant_id, hash)`,
    [wanted.map(({ tenantId }) => tenantId), wanted.map(({ hash }) => hash)],
  );
  return rows;
}

export type VersionKind = "profile" | "settings";

const VERSIONS_MAX = 10;

/** Saved versions under a hash: the same bytes as a book's own copy, which is what decisions are replayed from. */
export async function readVersionBodies(
  db: ClientBase | Pool,
  of: { readonly tenantId: string; readonly hash: Uint8Array },
): Promise<{ readonly kind: VersionKind; readonly body: Uint8Array }[]> {
  const { rows } = await db.query<{ readonly kind: VersionKind; readonly body: Uint8Array }>(
    `select 'profile' as kind, body from risk_profile_versions where tenant_id = $1 and hash = $2
     union all select 'settings', body from strategy_settings_versions where tenant_id = $1 and hash = $2 limit ${VERSIONS_MAX}`,
    [of.tenantId, of.hash],
  );
  return rows;
}

export type StateKey = BookId & { readonly hash: Uint8Array };

/** Canonical bytes of account states. One hash may come for several books: content is content. */
export async function readStates(db: ClientBase | Pool, wanted: readonly StateKey[]): Promise<(StateKey & StoredContent)[]> {
  if (wanted.length === 0) return [];
  const { rows } = await db.query<StateKey & StoredContent>(
    `select s.tenant_id as "tenantId", s.account_id as "accountId", s.run_id as "runId", s.hash, s.body
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[]) as k(tenant_id, account_id, run_id, hash)
     cross join lateral (
       select * from account_states s where s.tenant_id = k.tenant_id and s.account_id = k.account_id and s.run_id = k.run_id and s.hash = k.hash offset 0
     ) s`,
    [
      ...bookKeys(wanted),
      binaryArray(
        "bytea",
        wanted.map(({ hash }) => hash),
      ),
    ],
  );
  return rows;
}

/** A sealed close with its place in its lineage. */
export type StoredSnapshot = StoredContent & {
  readonly lineageId: string;
  readonly closeMs: number;
  readonly previousHash: Uint8Array;
  readonly nextOpens: Uint8Array | null;
};

const SNAPSHOT = `s.lineage_id as "lineageId", s.close_ms as "closeMs", s.hash, s.previous_hash as "previousHash", s.body, s.next_opens as "nextOpens"`;

/** Sealed closes by the hashes that receipts name. */
export async function readSnapshotsByHash(db: ClientBase | Pool, hashes: readonly Uint8Array[]): Promise<StoredSnapshot[]> {
  if (hashes.length === 0) return [];
  const { rows } = await db.query<StoredSnapshot>(`select ${SNAPSHOT} from snapshots s where s.hash = any($1::bytea[])`, [hashes]);
  return rows;
}

/** Closes strictly between two of one lineage: the slots in between were skipped, and their bars settled all the same. */
export async function readClosesBetween(
  db: ClientBase | Pool,
  stretches: readonly { readonly lineageId: string; readonly afterMs: number; readonly beforeMs: number }[],
): Promise<StoredSnapshot[]> {
  if (stretches.length === 0) return [];
  const { rows } = await db.query<StoredSnapshot>(
    `select distinct on (s.lineage_id, s.close_ms) ${SNAPSHOT} from unnest($1::uuid[], $2::int8[], $3::int8[]) as w(lineage_id, after_ms, before_ms)
     join snapshots s on s.lineage_id = w.lineage_id and s.close_ms > w.after_ms and s.close_ms < w.before_ms
     order by s.lineage_id, s.close_ms`,
    [stretches.map(({ lineageId }) => lineageId), stretches.map(({ afterMs }) => afterMs), stretches.map(({ beforeMs }) => beforeMs)],
  );
  return rows;
}

/** The ledger's head of each book at a number: what the next transaction links to. */
export async function readLedgerHashes(
  db: ClientBase | Pool,
  keys: readonly (BookId & { readonly ledgerSeq: number })[],
): Promise<(BookId & { readonly ledgerSeq: number; readonly hash: Uint8Array })[]> {
  if (keys.length === 0) return [];
  const { rows } = await db.query<BookId & { readonly ledgerSeq: number; readonly hash: Uint8Array }>(
    `select t.tenant_id as "tenantId", t.account_id as "accountId", t.run_id as "runId", t.ledger_seq as "ledgerSeq", t.hash
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int8[]) as k(tenant_id, account_id, run_id, ledger_seq)
     cross join lateral (
       select * from ledger_transactions t where t.tenant_id = k.tenant_id and t.account_id = k.account_id and t.run_id = k.run_id and t.ledger_seq = k.ledger_seq offset 0
     ) t`,
    [...bookKeys(keys), keys.map(({ ledgerSeq }) => ledgerSeq)],
  );
  return rows;
}

/** What books were opened with, by their ledgers' first transactions. */
export async function readOpenings(
  db: ClientBase | Pool,
  books: readonly BookId[],
): Promise<(BookId & { readonly asset: string; readonly units: bigint })[]> {
  if (books.length === 0) return [];
  const { rows } = await db.query<BookId & { readonly asset: string; readonly units: bigint }>(
    `select p.tenant_id as "tenantId", p.account_id as "accountId", p.run_id as "runId", p.asset, p.units
     from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as k(tenant_id, account_id, run_id)
     join postings p using (tenant_id, account_id, run_id)
     where p.ledger_seq = 1 and p.ledger_account = 'account'`,
    bookKeys(books),
  );
  return rows;
}

/** One step of an order's life. */
export type OrderStepKey = BookId & { readonly orderId: string; readonly n: number };

/** When steps of orders were taken: what a wall clock showed when they were sent, cancelled or given up. */
export async function readStepTimes(
  db: ClientBase | Pool,
  steps: readonly OrderStepKey[],
): Promise<(OrderStepKey & { readonly atMs: number })[]> {
  if (steps.length === 0) return [];
  const { rows } = await db.query<OrderStepKey & { readonly atMs: number }>(
    `select e.tenant_id as "tenantId", e.account_id as "accountId", e.run_id as "runId", e.order_id as "orderId", e.n, e.at_ms as "atMs"
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int4[]) as k(tenant_id, account_id, run_id, order_id, n)
     join order_events e using (tenant_id, account_id, run_id, order_id, n)`,
    [...bookKeys(steps), steps.map(({ orderId }) => orderId), steps.map(({ n }) => n)],
  );
  return rows;
}
