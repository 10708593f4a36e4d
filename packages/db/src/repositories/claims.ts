import type { Pool } from "pg";
import type { BookId } from "./cycle-rows.ts";

export type ClaimedBook = BookId & { readonly epoch: number };

export type ClaimRequest = {
  readonly track: string;
  readonly shard: number;
  readonly limit: number;
  /** Who claims: the worker's name, unique per process. */
  readonly holder: string;
  /** Wall clock: leases are no part of any run. */
  readonly wallMs: number;
  readonly leaseMs: number;
};

/**
 * SQL that claims the books which `due` selects: tenant_id, account_id, run_id of the shard $2 of track
 * $1, at most $3, for the holder $4, at wall time $5, for $6 ms.
 */
// The lease is renewed only when half of it is gone, so that a worker which keeps its shard writes nothing
// per cycle. Each due book's fence is looked up by its key (OFFSET 0 keeps the planner from joining all
// fences of the table instead), and the rows to take are named by their place; a row that another worker
// moved meanwhile is simply not taken.
export const claimWhere = (due: string): string => `
  with due as materialized (
    ${due}
  ), fenced as materialized (
    select d.tenant_id, d.account_id, d.run_id, f.place, f.epoch, f.holder = $4 and f.lease_until_ms >= $5::int8 + $6::int8 / 2 as is_held,
      f.holder = $4 or f.lease_until_ms < $5::int8 as is_free
    from due d cross join lateral (
      select f.ctid as place, f.epoch, f.holder, f.lease_until_ms from fences f
      where f.tenant_id = d.tenant_id and f.account_id = d.account_id and f.run_id = d.run_id offset 0
    ) f
  ), taken as (
    update fences f set epoch = case when f.holder = $4 and f.lease_until_ms > $5::int8 then f.epoch else f.epoch + 1 end,
      holder = $4, lease_until_ms = $5::int8 + $6::int8
    where f.ctid = any (array(select place from fenced where is_free and not is_held))
      and (f.holder = $4 or f.lease_until_ms < $5::int8)
    returning f.tenant_id, f.account_id, f.run_id, f.epoch
  )
  select tenant_id, account_id, run_id, epoch from taken
  union all
  select tenant_id, account_id, run_id, epoch from fenced where is_held`;

const CLAIM = claimWhere(
  `select b.tenant_id, b.account_id, b.run_id from books b join tracks t on t.key = b.track
   where b.track = $1 and b.shard = $2 and b.broken_by is null and (b.next_slot_ms <= t.horizon_ms or b.pending_dispatch)
   order by b.next_slot_ms, b.tenant_id, b.account_id limit $3`,
);

/** Claims due books of a shard: those nobody else holds a lease on. The epoch fences what they send. */
export async function claimBooks(pool: Pool, request: ClaimRequest): Promise<ClaimedBook[]> {
  const { rows } = await pool.query<{ tenant_id: string; account_id: string; run_id: string; epoch: number }>({
    name: "claim books",
    text: CLAIM,
    values: [request.track, request.shard, request.limit, request.holder, request.wallMs, request.leaseMs],
  });
  return rows.map((row) => ({ tenantId: row.tenant_id, accountId: row.account_id, runId: row.run_id, epoch: row.epoch }));
}

/** Gives the leases of this worker back, so that another may go on at once after a graceful stop. */
export async function releaseClaims(pool: Pool, holder: string): Promise<void> {
  await pool.query("update fences set lease_until_ms = 0 where holder = $1 and lease_until_ms > 0", [holder]);
}

/** Claims every book of a run that is through, to end the run; books held by another worker, and broken ones, are left out. */
export async function claimRunBooks(
  pool: Pool,
  request: { readonly runId: string; readonly holder: string; readonly wallMs: number; readonly leaseMs: number },
): Promise<ClaimedBook[]> {
  const { rows } = await pool.query<{ tenant_id: string; account_id: string; run_id: string; epoch: number }>(
    `update fences f set epoch = case when holder = $2 and lease_until_ms > $3::int8 then epoch else epoch + 1 end, holder = $2, lease_until_ms = $3::int8 + $4::int8
     where run_id = $1 and (holder = $2 or lease_until_ms < $3::int8)
       and exists (select from books b where b.tenant_id = f.tenant_id and b.account_id = f.account_id and b.run_id = f.run_id and b.broken_by is null)
     returning tenant_id, account_id, run_id, epoch`,
    [request.runId, request.holder, request.wallMs, request.leaseMs],
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, accountId: row.account_id, runId: row.run_id, epoch: row.epoch }));
}
