import type { ClientBase, Pool } from "pg";
import type { BookId } from "./cycle-rows.ts";

/** How a run trades: what REP2's commands call a run mode. */
export type RunMode = "backtest" | "paper" | "shadow" | "live";

/** A book with everything that replay needs of it beside its receipts. */
export type ReplayBook = BookId & {
  readonly tenantKey: string;
  readonly accountKey: string;
  readonly runKey: string;
  readonly runMode: RunMode;
  /** The account's own mode, as its decisions saw it. */
  readonly accountMode: string;
  readonly clock: "wall" | "replay";
  /** Its account trades on in it: no run over a period. */
  readonly isContinuous: boolean;
  /** Last close of the run; null where it has no end. */
  readonly toMs: number | null;
  readonly track: string;
  readonly shard: number;
  readonly nextSlotMs: number | null;
  readonly pendingDispatch: boolean;
  readonly isBroken: boolean;
  readonly openedMs: number;
  readonly seed: string;
  readonly takerFeeBps: number;
  readonly slippageBps: number;
};

/** Which books: an account and a run by id or key, undefined for all. */
export type ReplayBookFilter = {
  readonly workspace?: string | undefined;
  readonly account?: string | undefined;
  readonly run?: string | undefined;
  readonly runMode?: RunMode | undefined;
};

/** A continuous run trades as its account does; any other is what it is. */
const RUN_MODE = "case r.kind when 'live' then a.mode else r.kind end";

const BOOKS = `
  select b.tenant_id as "tenantId", b.account_id as "accountId", b.run_id as "runId", n.key as "tenantKey", a.key as "accountKey", r.key as "runKey",
    ${RUN_MODE} as "runMode", a.mode as "accountMode", r.clock, r.kind = 'live' as "isContinuous", r.to_ms as "toMs", b.track, b.shard, b.next_slot_ms as "nextSlotMs",
    b.pending_dispatch as "pendingDispatch", b.broken_by is not null as "isBroken", b.opened_ms as "openedMs", b.seed,
    b.taker_fee_bps::float8 as "takerFeeBps", b.slippage_bps::float8 as "slippageBps"
  from books b
  join tenants n on n.id = b.tenant_id
  join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id
  join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id
  where (b.tenant_id, b.account_id, b.run_id) > ($1::uuid, $2::uuid, $3::uuid)
    and ($4::text is null or n.key = $4 or n.id::text = $4) and ($5::text is null or a.key = $5 or a.id::text = $5)
    and ($6::text is null or r.key = $6 or r.id::text = $6) and ($7::text is null or ${RUN_MODE} = $7)
  order by b.tenant_id, b.account_id, b.run_id limit $8`;

const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

/** Books of the filter, `limit` at a time, by id. */
export async function* listReplayBooks(db: ClientBase | Pool, filter: ReplayBookFilter, limit: number): AsyncGenerator<ReplayBook[]> {
  let after: BookId = { tenantId: BEFORE_ALL, accountId: BEFORE_ALL, runId: BEFORE_ALL };
  for (;;) {
    const { workspace = null, account = null, run = null, runMode = null } = filter;
    const { rows } = await db.query<ReplayBook>(BOOKS, [
      after.tenantId,
      after.accountId,
      after.runId,
      workspace,
      account,
      run,
      runMode,
      limit,
    ]);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    if (rows.length < limit) return;
    after = last;
  }
}

/** These books themselves, in the order of their ids. */
export async function readReplayBooks(db: ClientBase | Pool, ids: readonly BookId[]): Promise<ReplayBook[]> {
  const { rows } = await db.query<ReplayBook>(
    BOOKS.replace(
      "order by",
      "and (b.tenant_id, b.account_id, b.run_id) in (select * from unnest($9::uuid[], $10::uuid[], $11::uuid[])) order by",
    ),
    [
      ...[BEFORE_ALL, BEFORE_ALL, BEFORE_ALL, null, null, null, null, ids.length],
      ids.map(({ tenantId }) => tenantId),
      ids.map(({ accountId }) => accountId),
      ids.map(({ runId }) => runId),
    ],
  );
  return rows;
}
