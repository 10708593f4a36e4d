import type { ClientBase, Pool } from "pg";
import type { BookId } from "./cycle-rows.ts";

/** Where a book stood when it broke. */
export type StandingBook = {
  readonly accountKey: string;
  readonly runKey: string;
  /** The slot that it could not get past; null where its run was through. */
  readonly nextSlotMs: number | null;
};

/** Locks a book that is to be marked as broken; undefined where it is marked already. */
export async function lockSoundBook(client: ClientBase, id: BookId): Promise<StandingBook | undefined> {
  const { rows } = await client.query<{ account_key: string; run_key: string; next_slot_ms: number | null }>(
    `select a.key as account_key, r.key as run_key, b.next_slot_ms from books b
     join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id
     join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id
     where b.tenant_id = $1 and b.account_id = $2 and b.run_id = $3 and b.broken_by is null for update of b`,
    [id.tenantId, id.accountId, id.runId],
  );
  const row = rows[0];
  return row === undefined ? undefined : { accountKey: row.account_key, runKey: row.run_key, nextSlotMs: row.next_slot_ms };
}

/** Marks a book as broken: nothing claims it until the halt is released. */
export async function markBroken(client: ClientBase, book: BookId & { readonly haltId: string }): Promise<void> {
  await client.query("update books set broken_by = $4 where tenant_id = $1 and account_id = $2 and run_id = $3", [
    book.tenantId,
    book.accountId,
    book.runId,
    book.haltId,
  ]);
}

/** Why books of a run are broken, in the words of their halts, by account. */
export async function readBreaks(pool: Pool, runId: string, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ reason: string }>(
    `select k.reason from books b join kill_switches k on k.tenant_id = b.tenant_id and k.id = b.broken_by
     where b.run_id = $1 order by k.since_ms, k.reason limit $2`,
    [runId, limit],
  );
  return rows.map(({ reason }) => reason);
}

/**
 * Lets the books go on whose halt a person has released, and opens the runs again that had ended
 * because of them. A halt that is still in force re-arms nothing. Answers how many books go on.
 */
export async function rearmBooks(client: ClientBase, halt: { readonly tenantId: string; readonly haltId: string }): Promise<number> {
  const { rows } = await client.query<{ run_id: string }>(
    `update books b set broken_by = null from kill_switches k
     where b.tenant_id = $1 and b.broken_by = $2 and k.tenant_id = b.tenant_id and k.id = b.broken_by and k.released_ms is not null returning b.run_id`,
    [halt.tenantId, halt.haltId],
  );
  await client.query(
    "update runs set state = 'running', failure = null where tenant_id = $1 and id = any($2::uuid[]) and state = 'failed'",
    [halt.tenantId, rows.map(({ run_id }) => run_id)],
  );
  return rows.length;
}
