import type { ClientBase, Pool } from "pg";
import type { BookId } from "./cycle-rows.ts";
import type { StoredReceipt } from "./replay-receipts.ts";

/** The book that people mean by an account: of its continuous run, else of the run that it entered last. */
export async function findNewestBook(
  db: ClientBase | Pool,
  of: { readonly tenantId: string; readonly accountId: string; readonly run?: string | undefined },
): Promise<BookId | undefined> {
  const { rows } = await db.query<BookId>(
    `select b.tenant_id as "tenantId", b.account_id as "accountId", b.run_id as "runId"
     from books b join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id
     where b.tenant_id = $1 and b.account_id = $2 and ($3::text is null or r.key = $3 or r.id::text = $3)
     order by (r.kind = 'live' and r.state = 'running') desc, b.receipt_seq > 0 desc, r.next_close_ms desc, r.key limit 1`,
    [of.tenantId, of.accountId, of.run ?? null],
  );
  return rows[0];
}

const RECEIPT = `t.tenant_id as "tenantId", t.account_id as "accountId", t.run_id as "runId", t.receipt_seq as "receiptSeq", t.at_ms as "atMs", t.kind, t.seq,
  t.outcome, t.reason_codes as "reasonCodes", t.snapshot_hash as "snapshotHash", t.state_before as "stateBefore", t.state_after as "stateAfter",
  t.input_hash as "inputHash", t.output_hash as "outputHash", t.core_hash as "coreHash", t.equity_units as "equityUnits", t.body,
  t.previous_hash as "previousHash", t.hash`;

/** Receipts of one book from a time on, in the order of its chain, behind `afterSeq`. */
export async function readReceiptsSince(
  db: ClientBase | Pool,
  of: BookId & { readonly fromMs: number; readonly afterSeq: number; readonly limit: number },
): Promise<StoredReceipt[]> {
  const { rows } = await db.query<StoredReceipt>(
    `select ${RECEIPT} from receipts t
     where t.tenant_id = $1 and t.account_id = $2 and t.run_id = $3 and t.at_ms >= $4 and t.receipt_seq > $5 order by t.receipt_seq limit $6`,
    [of.tenantId, of.accountId, of.runId, of.fromMs, of.afterSeq, of.limit],
  );
  return rows;
}

/** The newest receipt of a book; undefined where it has decided nothing. */
export async function readNewestReceipt(db: ClientBase | Pool, of: BookId): Promise<StoredReceipt | undefined> {
  const { rows } = await db.query<StoredReceipt>(
    `select ${RECEIPT} from receipts t where t.tenant_id = $1 and t.account_id = $2 and t.run_id = $3 order by t.at_ms desc, t.receipt_seq desc limit 1`,
    [of.tenantId, of.accountId, of.runId],
  );
  return rows[0];
}

/** How many slots of a book since a time were skipped in its downtime window by a release that left no receipt of them. */
export async function countSkippedUnrecorded(db: ClientBase | Pool, of: BookId & { readonly fromMs: number }): Promise<number> {
  const { rows } = await db.query<{ skipped: number }>(
    `select count(*)::int4 as skipped from slots
     where tenant_id = $1 and account_id = $2 and run_id = $3 and at_ms >= $4 and outcome = 'SKIPPED' and reason = 'WINDOW_DOWNTIME'
       and not exists (select from receipts r where r.tenant_id = slots.tenant_id and r.account_id = slots.account_id and r.run_id = slots.run_id
         and r.at_ms = slots.at_ms and r.kind = slots.kind and r.seq = slots.seq)`,
    [of.tenantId, of.accountId, of.runId, of.fromMs],
  );
  return rows[0]?.skipped ?? 0;
}

/** What of a book's run is no part of its receipts: kill switches that it has set for itself, and when its run it releases them. */
export type OwnHalts = {
  readonly kills: readonly { readonly scope: string; readonly subject: string; readonly sinceMs: number }[];
  readonly rearmAfterMs: number | undefined;
};

const OWN_KILLS_MAX = 100_000;

export async function readOwnHalts(db: ClientBase | Pool, { tenantId, accountId, runId }: BookId): Promise<OwnHalts> {
  const { rows: kills } = await db.query<OwnHalts["kills"][number]>(
    `select scope, subject, since_ms as "sinceMs" from kill_switches
     where tenant_id = $1 and run_id = $2 and (account_id is null or account_id = $3) limit ${OWN_KILLS_MAX}`,
    [tenantId, runId, accountId],
  );
  const { rows } = await db.query<{ rearmAfterMs: number | null }>(
    `select (options->>'rearmAfterMs')::int8 as "rearmAfterMs" from runs where tenant_id = $1 and id = $2`,
    [tenantId, runId],
  );
  return { kills, rearmAfterMs: rows[0]?.rearmAfterMs ?? undefined };
}
