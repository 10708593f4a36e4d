import type { ClientBase, Pool } from "pg";
import type { BookId } from "./cycle-rows.ts";

/** The stored columns of each chain's rows, in the order of the chain, for whoever recomputes their hashes. */

export type ChainHeadRow = { readonly seq: number; readonly hash: Uint8Array };

/** A book with the keys that its hashes are made of. */
export type ChainBook = BookId & { readonly tenantKey: string; readonly accountKey: string; readonly runKey: string };
export type ChainWorkspace = { readonly tenantId: string; readonly tenantKey: string };

/** Whose chains: a workspace by key, an account by id or key; undefined for all. */
export type ChainFilter = { readonly workspace: string | undefined; readonly account: string | undefined };

export type ReceiptLinkRow = {
  readonly receipt_seq: number;
  readonly at_ms: number;
  readonly kind: string;
  readonly seq: number;
  readonly outcome: string;
  readonly reason_codes: readonly string[];
  readonly snapshot_hash: Uint8Array;
  readonly state_before: Uint8Array;
  readonly state_after: Uint8Array;
  readonly input_hash: Uint8Array;
  readonly output_hash: Uint8Array;
  readonly core_hash: Uint8Array;
  readonly equity_units: bigint;
  readonly body: Uint8Array;
  readonly previous_hash: Uint8Array;
  readonly hash: Uint8Array;
};

/** A transaction with its postings; the columns of one are null where the other has no counterpart. */
export type LedgerLinkRow = {
  readonly ledger_seq: number;
  readonly at_ms: number | null;
  readonly kind: string;
  readonly reference: string;
  readonly posting_count: number;
  readonly previous_hash: Uint8Array;
  readonly hash: Uint8Array;
  readonly numbers: readonly number[] | null;
  readonly times: readonly string[];
  readonly ledger_accounts: readonly string[];
  readonly assets: readonly string[];
  /** As text: an array of numeric would be read as doubles. */
  readonly units: readonly string[];
};

export type AuditLinkRow = {
  readonly audit_seq: number;
  readonly at_ms: number;
  readonly actor: string;
  readonly act: string;
  readonly subject: string;
  readonly body: Uint8Array;
  readonly previous_hash: Uint8Array;
  readonly hash: Uint8Array;
};

const OF_BOOK = "tenant_id = $1 and account_id = $2 and run_id = $3";

/** The hashed columns of a receipt, and its hash. */
export const RECEIPT_LINK_COLUMNS =
  "receipt_seq, at_ms, kind, seq, outcome, reason_codes, snapshot_hash, state_before, state_after, input_hash, output_hash, core_hash, equity_units, body, previous_hash, hash";

export const RECEIPT_LINKS = `
  select ${RECEIPT_LINK_COLUMNS} from receipts where ${OF_BOOK} order by receipt_seq, at_ms`;

export const LEDGER_LINKS = `
  select ledger_seq, t.at_ms, t.kind, t.reference, t.posting_count, t.previous_hash, t.hash, p.numbers, p.times, p.ledger_accounts, p.assets, p.units
  from (select * from ledger_transactions where ${OF_BOOK}) t
  full join (
    select ledger_seq, array_agg(n::int4 order by n, at_ms) as numbers, array_agg(at_ms::text order by n, at_ms) as times,
      array_agg(ledger_account order by n, at_ms) as ledger_accounts, array_agg(asset order by n, at_ms) as assets, array_agg(units::text order by n, at_ms) as units
    from postings where ${OF_BOOK} group by ledger_seq
  ) p using (ledger_seq)
  order by ledger_seq, t.at_ms`;

export const AUDIT_LINKS = `
  select audit_seq, at_ms, actor, act, subject, body, previous_hash, hash from audit_log where tenant_id = $1 order by audit_seq, at_ms`;

const BOOKS = `
  select b.tenant_id as "tenantId", b.account_id as "accountId", b.run_id as "runId", n.key as "tenantKey", a.key as "accountKey", r.key as "runKey"
  from books b
  join tenants n on n.id = b.tenant_id
  join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id
  join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id
  where (b.tenant_id, b.account_id, b.run_id) > ($1::uuid, $2::uuid, $3::uuid)
    and ($4::text is null or n.key = $4) and ($5::text is null or a.key = $5 or a.id::text = $5)
  order by b.tenant_id, b.account_id, b.run_id limit $6`;

const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

/** Books of one page. */
const BOOKS_MAX = 1_000;

/** Every book of the filter, page by page by id; no transaction stays open while one is worked on. */
export async function* listChainBooks(pool: Pool, { workspace, account }: ChainFilter): AsyncGenerator<ChainBook> {
  let after: BookId = { tenantId: BEFORE_ALL, accountId: BEFORE_ALL, runId: BEFORE_ALL };
  for (;;) {
    const values = [after.tenantId, after.accountId, after.runId, workspace ?? null, account ?? null, BOOKS_MAX];
    const { rows } = await pool.query<ChainBook>(BOOKS, values);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < BOOKS_MAX) return;
    after = last;
  }
}

/** Workspaces of the filter; none where it is about one account, whose acts are the workspace's. */
export async function listChainWorkspaces(pool: Pool, { workspace, account }: ChainFilter): Promise<readonly ChainWorkspace[]> {
  if (account !== undefined && workspace === undefined) return [];
  const { rows } = await pool.query<ChainWorkspace>(
    `select t.id as "tenantId", t.key as "tenantKey" from tenants t where $1::text is null or t.key = $1 order by t.key`,
    [workspace ?? null],
  );
  return rows;
}

export type BookHeads = { readonly receipts: ChainHeadRow; readonly ledger: ChainHeadRow };

export async function readBookHeads(client: ClientBase, { tenantId, accountId, runId }: BookId): Promise<BookHeads | undefined> {
  const { rows } = await client.query<{ receipt_seq: number; receipt_hash: Buffer; ledger_seq: number; ledger_hash: Buffer }>(
    `select receipt_seq, receipt_hash, ledger_seq, ledger_hash from books where ${OF_BOOK}`,
    [tenantId, accountId, runId],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  return { receipts: { seq: row.receipt_seq, hash: row.receipt_hash }, ledger: { seq: row.ledger_seq, hash: row.ledger_hash } };
}

export async function readAuditHead(client: ClientBase, tenantId: string): Promise<ChainHeadRow | undefined> {
  const { rows } = await client.query<{ seq: number; hash: Buffer }>(
    "select audit_seq as seq, audit_hash as hash from audit_heads where tenant_id = $1",
    [tenantId],
  );
  return rows[0];
}

/** A head that was signed, to be compared with the row that stands in its place. */
export type SignedHead = {
  readonly chain: "ledger" | "receipts" | "audit";
  readonly subject: string;
  readonly seq: number;
  readonly hash: string;
};

/** What each chain's subject is split into, and where its rows are; part 1 is the tenant. */
const HEAD_ROWS: Readonly<Record<SignedHead["chain"], string>> = {
  receipts:
    "select from receipts t where t.tenant_id = h.ids[1] and t.account_id = h.ids[2] and t.run_id = h.ids[3] and t.receipt_seq = h.seq",
  ledger:
    "select from ledger_transactions t where t.tenant_id = h.ids[1] and t.account_id = h.ids[2] and t.run_id = h.ids[3] and t.ledger_seq = h.seq",
  audit: "select from audit_log t where t.tenant_id = h.ids[1] and t.audit_seq = h.seq",
};

/** Of heads of one chain kind, the first whose row is missing or another, with the hash that is stored in its place. */
export async function findContradicted(
  client: ClientBase,
  chain: SignedHead["chain"],
  heads: readonly SignedHead[],
): Promise<{ readonly head: SignedHead; readonly stored: string | undefined } | undefined> {
  const row = HEAD_ROWS[chain];
  const { rows } = await client.query<{ n: number; stored: string | null }>(
    `select h.n::int4 as n, (${row.replace("select", "select encode(t.hash, 'hex')")} limit 1) as stored
     from unnest($1::text[], $2::int8[], $3::text[]) with ordinality as given(subject, seq, hash, n),
       lateral (select string_to_array(given.subject, '/')::uuid[] as ids, given.seq, given.hash, given.n) h
     where not exists (${row} and t.hash = decode(h.hash, 'hex'))
     order by h.n limit 1`,
    [heads.map(({ subject }) => subject), heads.map(({ seq }) => seq), heads.map(({ hash }) => hash)],
  );
  const [found] = rows;
  const head = found === undefined ? undefined : heads[found.n - 1];
  return head === undefined ? undefined : { head, stored: found?.stored ?? undefined };
}
