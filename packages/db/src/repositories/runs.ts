import type { ClientBase, Pool } from "pg";

export type RunState = "running" | "finished" | "cancelled" | "failed";

export type Run = {
  readonly tenantId: string;
  readonly id: string;
  readonly key: string;
  readonly kind: "live" | "paper" | "backtest";
  readonly marketKey: string;
  readonly lineageId: string | null;
  readonly clock: "wall" | "replay";
  readonly rate: number;
  readonly fromMs: number;
  /** Last close that it decides; null for a run without an end. */
  readonly toMs: number | null;
  readonly nextCloseMs: number;
  readonly state: RunState;
  readonly options: Readonly<Record<string, unknown>>;
  readonly failure: string | null;
};

type Row = {
  tenant_id: string;
  id: string;
  key: string;
  kind: Run["kind"];
  market_key: string;
  lineage_id: string | null;
  clock: Run["clock"];
  rate: number;
  from_ms: number;
  to_ms: number | null;
  next_close_ms: number;
  state: RunState;
  options: Record<string, unknown>;
  failure: string | null;
};

const COLUMNS = `tenant_id, id, key, kind, market_key, lineage_id, clock, rate, from_ms, to_ms,
  next_close_ms, state, options, failure`;

function toRun(row: Row): Run {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    key: row.key,
    kind: row.kind,
    marketKey: row.market_key,
    lineageId: row.lineage_id,
    clock: row.clock,
    rate: row.rate,
    fromMs: row.from_ms,
    toMs: row.to_ms,
    nextCloseMs: row.next_close_ms,
    state: row.state,
    options: row.options,
    failure: row.failure,
  };
}

export async function findRun(db: ClientBase | Pool, id: string): Promise<Run | undefined> {
  const { rows } = await db.query<Row>(`select ${COLUMNS} from runs where id = $1`, [id]);
  return rows[0] === undefined ? undefined : toRun(rows[0]);
}

export async function findRunByKey(db: ClientBase | Pool, tenantId: string, key: string): Promise<Run | undefined> {
  const { rows } = await db.query<Row>(`select ${COLUMNS} from runs where tenant_id = $1 and key = $2`, [tenantId, key]);
  return rows[0] === undefined ? undefined : toRun(rows[0]);
}

export async function insertRun(db: ClientBase | Pool, run: Run): Promise<void> {
  await db.query(
    `insert into runs (tenant_id, id, key, kind, market_key, lineage_id, clock, rate, from_ms, to_ms, next_close_ms, state, options, failure)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      run.tenantId,
      run.id,
      run.key,
      run.kind,
      run.marketKey,
      run.lineageId,
      run.clock,
      run.rate,
      run.fromMs,
      run.toMs,
      run.nextCloseMs,
      run.state,
      run.options,
      run.failure,
    ],
  );
}

/** Ends a running run; false where it had ended already. */
export async function endRunRow(
  db: ClientBase | Pool,
  id: string,
  to: { readonly state: Exclude<RunState, "running">; readonly failure: string | null },
): Promise<boolean> {
  const result = await db.query("update runs set state = $2, failure = $3 where id = $1 and state = 'running'", [id, to.state, to.failure]);
  return result.rowCount === 1;
}

/** Books of a run; each is through, broken, or still at work. */
export type RunProgress = {
  readonly books: number;
  readonly finishedBooks: number;
  readonly brokenBooks: number;
  readonly receipts: number;
};

/** How far a run's books are. */
export async function readRunProgress(db: ClientBase | Pool, id: string): Promise<RunProgress> {
  const { rows } = await db.query<{ books: number; finished: number; broken: number; receipts: number }>(
    `select count(*)::int4 as books, (count(*) filter (where next_slot_ms is null and not pending_dispatch and broken_by is null))::int4 as finished,
       count(broken_by)::int4 as broken,
       coalesce(sum(receipt_seq), 0)::int8 as receipts from books where run_id = $1`,
    [id],
  );
  const row = rows[0];
  return { books: row?.books ?? 0, finishedBooks: row?.finished ?? 0, brokenBooks: row?.broken ?? 0, receipts: row?.receipts ?? 0 };
}
