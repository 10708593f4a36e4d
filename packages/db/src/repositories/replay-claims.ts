import type { Pool } from "pg";
import { claimWhere, type ClaimedBook, type ClaimRequest } from "./claims.ts";
import type { BookId } from "./cycle-rows.ts";

const CLAIM = claimWhere(
  `select b.tenant_id, b.account_id, b.run_id from books b
   where b.track = $1 and b.shard = $2 and b.broken_by is null and b.tenant_id = $7 and b.account_id = $8 and b.run_id = $9 limit $3`,
);

/** Claims one book by its name, due or not; undefined where another worker holds it. */
export async function claimBook(pool: Pool, book: BookId, request: Omit<ClaimRequest, "limit">): Promise<ClaimedBook | undefined> {
  const { track, shard, holder, wallMs, leaseMs } = request;
  const values = [track, shard, 1, holder, wallMs, leaseMs, book.tenantId, book.accountId, book.runId];
  const { rows } = await pool.query<{ tenant_id: string; account_id: string; run_id: string; epoch: number }>(CLAIM, values);
  const [row] = rows;
  return row === undefined ? undefined : { tenantId: row.tenant_id, accountId: row.account_id, runId: row.run_id, epoch: row.epoch };
}
