import type { ClientBase, Pool } from "pg";
import type { BookId } from "./cycle-rows.ts";

/** What is stored of a book about what it waits for. */
export type BookStanding = {
  readonly runKey: string;
  readonly runKind: "live" | "paper" | "backtest";
  readonly runState: "running" | "finished" | "cancelled" | "failed";
  readonly openedMs: number;
  readonly nextSlotMs: number | null;
  readonly isBroken: boolean;
  readonly isDispatchPending: boolean;
  readonly track: string;
  /** Last close that is sealed for it; null where none is. */
  readonly horizonMs: number | null;
  readonly timeframeMs: number | null;
};

export async function readBookStanding(db: ClientBase | Pool, { tenantId, accountId, runId }: BookId): Promise<BookStanding | undefined> {
  const { rows } = await db.query<BookStanding>(
    `select r.key as "runKey", r.kind as "runKind", r.state as "runState", b.opened_ms as "openedMs", b.next_slot_ms as "nextSlotMs",
       b.broken_by is not null as "isBroken", b.pending_dispatch as "isDispatchPending", b.track, t.horizon_ms as "horizonMs", l.timeframe_ms as "timeframeMs"
     from books b join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id
     left join tracks t on t.key = b.track left join lineages l on l.id = t.lineage_id
     where b.tenant_id = $1 and b.account_id = $2 and b.run_id = $3`,
    [tenantId, accountId, runId],
  );
  return rows[0];
}

/** A kill switch in force that reaches a book, by its workspace, its account or its run. */
export type HaltInForce = {
  readonly scope: "all" | "workspace" | "account" | "instrument" | "model";
  /** The name of its account or workspace; an instrument's symbol; a model's name. */
  readonly subject: string;
  readonly verb: "block_entries" | "reduce_only" | "cancel" | "flatten";
  readonly sinceMs: number;
  readonly reason: string;
};

const HALTS_MAX = 100;

/**
 * Halts of everything that reach a continuous book, its own triggers of all that it trades as its account's, those that the book's run set for it, and the one of its broken books; a
 * run over the past asks nobody else. Whether one of an instrument or a model holds it is for whoever knows what it trades.
 */
export async function readHaltsOf(db: ClientBase | Pool, { tenantId, accountId, runId }: BookId): Promise<HaltInForce[]> {
  const { rows } = await db.query<HaltInForce>(
    `select case when k.scope = 'all' and k.account_id is not null then 'account' else k.scope end as scope,
       coalesce(case when k.scope = 'account' or k.scope = 'all' and k.account_id is not null then a.name when k.scope = 'workspace' then t.name end, k.subject) as subject,
       k.verb, k.since_ms as "sinceMs", k.reason
     from books b
     join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id
     join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id
     join tenants t on t.id = b.tenant_id
     join kill_switches k on k.tenant_id = b.tenant_id and k.released_ms is null
     where b.tenant_id = $1 and b.account_id = $2 and b.run_id = $3 and r.state not in ('finished', 'cancelled')
       and (k.scope <> 'account' or k.subject = b.account_id::text)
       and (k.id = b.broken_by or k.run_id is null and r.kind = 'live' or k.run_id = b.run_id and (k.account_id is null or k.account_id = b.account_id))
     order by k.since_ms, k.id limit ${HALTS_MAX}`,
    [tenantId, accountId, runId],
  );
  return rows;
}
