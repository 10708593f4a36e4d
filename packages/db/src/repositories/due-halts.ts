import type { ClientBase, Pool } from "pg";
import { bookKeys } from "./book-keys.ts";
import { claimWhere, type ClaimedBook, type ClaimRequest } from "./claims.ts";
import type { BookId } from "./cycle-rows.ts";

/** A shard of a track with books in which a halt has not acted yet. */
export type HaltedShard = { readonly track: string; readonly shard: number };

/** Shards with halts to carry out, of one workspace where it is named. */
export async function findHaltedShards(pool: Pool, of: { readonly tenantId?: string; readonly limit: number }): Promise<HaltedShard[]> {
  const { rows } = await pool.query<HaltedShard>({
    name: "halted shards",
    text: "select distinct track, shard from due_halts where $1::uuid is null or tenant_id = $1 order by track, shard limit $2",
    values: [of.tenantId ?? null, of.limit],
  });
  return rows;
}

const CLAIM = claimWhere(
  `select distinct h.tenant_id, h.account_id, h.run_id from due_halts h where h.track = $1 and h.shard = $2
   order by h.tenant_id, h.account_id, h.run_id limit $3`,
);

/** Claims books of a shard that owe a halt its slot: those nobody else holds a lease on. */
export async function claimHaltedBooks(pool: Pool, request: ClaimRequest): Promise<ClaimedBook[]> {
  const { rows } = await pool.query<{ tenant_id: string; account_id: string; run_id: string; epoch: number }>({
    name: "claim halted books",
    text: CLAIM,
    values: [request.track, request.shard, request.limit, request.holder, request.wallMs, request.leaseMs],
  });
  return rows.map((row) => ({ tenantId: row.tenant_id, accountId: row.account_id, runId: row.run_id, epoch: row.epoch }));
}

/** A halt that a book owes a slot, and since when it is in force. */
export type DueHalt = BookId & { readonly haltId: string; readonly sinceMs: number };

/** What these books owe, oldest halt first. */
export async function readDueHalts(pool: Pool, books: readonly BookId[]): Promise<DueHalt[]> {
  const { rows } = await pool.query<{ tenant_id: string; account_id: string; run_id: string; halt_id: string; since_ms: number }>({
    name: "due halts",
    text: `select h.tenant_id, h.account_id, h.run_id, h.halt_id, h.since_ms
           from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as b(tenant_id, account_id, run_id) join due_halts h using (tenant_id, account_id, run_id)
           order by h.since_ms, h.halt_id`,
    values: bookKeys(books),
  });
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    accountId: row.account_id,
    runId: row.run_id,
    haltId: row.halt_id,
    sinceMs: row.since_ms,
  }));
}

/** How many halts a book has carried out at one millisecond of its clock already: the `seq` of the next. In the order of the slots. */
export async function countHaltSlots(pool: Pool, slots: readonly (BookId & { readonly atMs: number })[]): Promise<number[]> {
  const { rows } = await pool.query<{ count: number }>({
    name: "count halt slots",
    text: `select (select count(*) from slots s where s.tenant_id = b.tenant_id and s.account_id = b.account_id and s.run_id = b.run_id
             and s.kind = 'halt' and s.at_ms = b.at_ms) as count
           from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int8[]) with ordinality as b(tenant_id, account_id, run_id, at_ms, n) order by b.n`,
    values: [...bookKeys(slots), slots.map(({ atMs }) => atMs)],
  });
  return rows.map(({ count }) => count);
}

export type HaltAct = BookId & { readonly haltId: string; readonly atMs: number; readonly seq: number };

/** Records which slot carried out which halt, in that slot's commit. */
export async function insertHaltActs(client: ClientBase, acts: readonly HaltAct[]): Promise<void> {
  await client.query({
    name: "insert halt acts",
    text: `insert into halt_acts (tenant_id, account_id, run_id, halt_id, at_ms, seq)
           select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int8[], $6::int4[])`,
    values: [...bookKeys(acts), acts.map(({ haltId }) => haltId), acts.map(({ atMs }) => atMs), acts.map(({ seq }) => seq)],
  });
}
