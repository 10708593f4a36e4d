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

/** A kill switch in force that reaches a book: of its workspace, its account, its run, or an instrument. */
export type HaltInForce = {
  readonly scope: string;
  readonly subject: string;
  readonly verb: string;
  readonly sinceMs: number;
  readonly setBy: string;
  readonly reason: string;
};

const HALTS_MAX = 100;

export async function readHaltsOf(db: ClientBase | Pool, { tenantId, accountId, runId }: BookId): Promise<HaltInForce[]> {
  const { rows } = await db.query<HaltInForce>(
    `select scope, subject, verb, since_ms as "sinceMs", set_by as "setBy", reason from kill_switches
     where tenant_id = $1 and released_ms is null and (run_id is null or run_id = $3) and (scope <> 'account' or subject = $2::text)
     order by since_ms limit ${HALTS_MAX}`,
    [tenantId, accountId, runId],
  );
  return rows;
}
