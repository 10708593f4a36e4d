import type { ClientBase, Pool } from "pg";

export const STUDY_STATES = ["queued", "running", "done", "failed", "cancelled"] as const;
export type StudyState = (typeof STUDY_STATES)[number];

export const STUDY_KINDS = ["backtest", "sweep", "walk-forward"] as const;
export type StudyKind = (typeof STUDY_KINDS)[number];

/** The life of a study as one table; SQL refuses what is not in it (`is_study_step`). */
export const STUDY_STEPS: Readonly<Record<StudyState, readonly StudyState[]>> = {
  queued: ["running", "failed", "cancelled"],
  running: ["done", "failed", "cancelled"],
  done: [],
  failed: [],
  cancelled: [],
};

export type StudyId = { readonly tenantId: string; readonly id: string };

/** What a study was asked for with; none of it ever changes. `spec` is parsed by whoever carries it out. */
export type StudyTerms = StudyId & {
  readonly kind: StudyKind;
  readonly title: string;
  readonly spec: unknown;
  readonly specHash: Uint8Array;
  readonly datasetHash: Uint8Array;
  readonly barsHash: Uint8Array;
  /** Half-open, by open times of bars. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly pointsTotal: number;
  readonly requestedBy: string;
  readonly requestedAtMs: number;
};

/** A study without its result, which may be large. */
export type Study = StudyTerms & {
  readonly state: StudyState;
  readonly pointsDone: number;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  readonly failureCode: string | null;
  readonly failure: string | null;
};

const COLUMNS = `s.tenant_id as "tenantId", s.id, s.kind, s.title, s.spec, s.spec_hash as "specHash", s.dataset_hash as "datasetHash",
  s.bars_hash as "barsHash", s.from_ms as "fromMs", s.to_ms as "toMs", s.points_total as "pointsTotal", s.requested_by as "requestedBy",
  s.requested_at_ms as "requestedAtMs", s.state, s.points_done as "pointsDone", s.started_at_ms as "startedAtMs",
  s.finished_at_ms as "finishedAtMs", s.failure_code as "failureCode", s.failure`;

export const STUDIES_MAX = 500;

/** Asks for a study; the database refuses one whose period reaches into a closed holdout. */
export async function insertStudy(client: ClientBase, study: StudyTerms): Promise<void> {
  await client.query(
    `insert into studies (tenant_id, id, kind, title, spec, spec_hash, dataset_hash, bars_hash, from_ms, to_ms, state, points_total, requested_by, requested_at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'queued', $11, $12, $13)`,
    [
      study.tenantId,
      study.id,
      study.kind,
      study.title,
      JSON.stringify(study.spec),
      study.specHash,
      study.datasetHash,
      study.barsHash,
      study.fromMs,
      study.toMs,
      study.pointsTotal,
      study.requestedBy,
      study.requestedAtMs,
    ],
  );
}

export async function findStudy(db: ClientBase | Pool, { tenantId, id }: StudyId): Promise<Study | undefined> {
  const { rows } = await db.query<Study>(`select ${COLUMNS} from studies s where s.tenant_id = $1 and s.id = $2`, [tenantId, id]);
  return rows[0];
}

/** What came of a study that is done, as it was stored; undefined before. */
export async function readStudyResult(db: ClientBase | Pool, { tenantId, id }: StudyId): Promise<unknown> {
  const { rows } = await db.query<{ result: unknown }>("select result from studies where tenant_id = $1 and id = $2", [tenantId, id]);
  return rows[0]?.result ?? undefined;
}

/** Studies of a workspace, or of all, the newest first. */
export async function listStudies(
  db: ClientBase | Pool,
  filter: { readonly tenantId?: string | undefined; readonly states?: readonly StudyState[]; readonly limit?: number },
): Promise<Study[]> {
  const { rows } = await db.query<Study>(
    `select ${COLUMNS} from studies s where ($1::uuid is null or s.tenant_id = $1) and s.state = any($2::text[])
     order by s.requested_at_ms desc, s.id limit $3`,
    [filter.tenantId ?? null, filter.states ?? STUDY_STATES, Math.min(filter.limit ?? STUDIES_MAX, STUDIES_MAX)],
  );
  return rows;
}

/** Studies whose id begins like this: how people name one on a command line. Two suffice to say that it is ambiguous. */
export async function findStudiesByPrefix(db: ClientBase | Pool, prefix: string): Promise<Study[]> {
  const { rows } = await db.query<Study>(
    `select ${COLUMNS} from studies s where s.id::text like $1 || '%' order by s.requested_at_ms desc limit 2`,
    [prefix.replace(/[^0-9a-f-]/g, "_")],
  );
  return rows;
}

/** Takes the care of a study that waits, or whose carer is gone; undefined where another has it or it has ended. */
export async function claimStudy(
  pool: Pool,
  claim: StudyId & { readonly worker: string; readonly wallMs: number; readonly leaseMs: number },
): Promise<Study | undefined> {
  const { rows } = await pool.query<Study>(
    `update studies s set claimed_by = $3, claimed_until_ms = $4::int8 + $5::int8, state = 'running', started_at_ms = coalesce(started_at_ms, $4)
     where tenant_id = $1 and id = $2 and state in ('queued', 'running') and (claimed_until_ms is null or claimed_until_ms <= $4 or claimed_by = $3)
       and not exists (select from study_cancellations c where c.tenant_id = s.tenant_id and c.study_id = s.id)
     returning ${COLUMNS}`,
    [claim.tenantId, claim.id, claim.worker, claim.wallMs, claim.leaseMs],
  );
  return rows[0];
}

/** Gives the care of a study back; it stays as it is. */
export async function releaseStudy(pool: Pool, { tenantId, id, worker }: StudyId & { readonly worker: string }): Promise<void> {
  await pool.query(
    `update studies set claimed_by = null, claimed_until_ms = null where tenant_id = $1 and id = $2 and claimed_by = $3 and state = 'running'`,
    [tenantId, id, worker],
  );
}

export type StudyEnd =
  | { readonly state: "done"; readonly result: unknown }
  | { readonly state: "failed"; readonly failureCode: string; readonly failure: string };

/** Ends a study; false where it had ended, or a person has cancelled it. */
export async function endStudy(
  db: ClientBase | Pool,
  { tenantId, id }: StudyId,
  end: StudyEnd & { readonly wallMs: number },
): Promise<boolean> {
  const result = end.state === "done" ? JSON.stringify(end.result) : null;
  const [code, text] = end.state === "failed" ? [end.failureCode, end.failure] : [null, null];
  const ended = await db.query(
    `update studies s set state = $3, finished_at_ms = $4, result = $5, failure_code = $6, failure = $7, claimed_by = null, claimed_until_ms = null
     where tenant_id = $1 and id = $2 and state in ('queued', 'running')
       and not exists (select from study_cancellations c where c.tenant_id = s.tenant_id and c.study_id = s.id)`,
    [tenantId, id, end.state, end.wallMs, result, code, text],
  );
  return ended.rowCount === 1;
}

/** That a person wants a study to stop. False where it was said before. */
export async function insertCancellation(
  client: ClientBase,
  { tenantId, id, by, atMs, reason }: StudyId & { readonly by: string; readonly atMs: number; readonly reason: string },
): Promise<boolean> {
  const result = await client.query(
    `insert into study_cancellations (tenant_id, study_id, cancelled_by, cancelled_at_ms, reason) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, study_id) do nothing`,
    [tenantId, id, by, atMs, reason],
  );
  return result.rowCount === 1;
}

/** Ends what people have cancelled. */
export async function endCancelledStudies(pool: Pool, wallMs: number): Promise<readonly StudyId[]> {
  const { rows } = await pool.query<{ tenantId: string; id: string }>(
    `update studies s set state = 'cancelled', finished_at_ms = $1, claimed_by = null, claimed_until_ms = null
     from study_cancellations c where c.tenant_id = s.tenant_id and c.study_id = s.id and s.state in ('queued', 'running')
     returning s.tenant_id as "tenantId", s.id`,
    [wallMs],
  );
  return rows;
}

/** Which of these still run. */
export async function filterRunning(pool: Pool, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>(
    "select id from studies where id = any($1::uuid[]) and state in ('queued', 'running')",
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}
