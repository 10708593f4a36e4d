import type { ClientBase, Pool } from "pg";

/** A kill switch in force. */
export type ActiveKill = {
  readonly tenantId: string;
  /** The only run that it halts; null: every continuous one. */
  readonly runId: string | null;
  readonly scope: string;
  readonly subject: string;
  readonly verb: string;
  readonly sinceMs: number;
};

/** Kill switches in force for these tenants: those of every continuous run, and those of these runs alone. */
export async function loadActiveKills(
  pool: Pool,
  of: { readonly tenantIds: readonly string[]; readonly runIds: readonly string[] },
): Promise<ActiveKill[]> {
  const { rows } = await pool.query<{
    tenant_id: string;
    run_id: string | null;
    scope: string;
    subject: string;
    verb: string;
    since_ms: number;
  }>(
    `select tenant_id, run_id, scope, subject, verb, since_ms from kill_switches
     where tenant_id = any($1::uuid[]) and released_ms is null and (run_id is null or run_id = any($2::uuid[]))`,
    [of.tenantIds, of.runIds],
  );
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    runId: row.run_id,
    scope: row.scope,
    subject: row.subject,
    verb: row.verb,
    sinceMs: row.since_ms,
  }));
}

export type KillRow = Omit<ActiveKill, "runId"> & { readonly id: string; readonly setBy: string; readonly reason: string };

/** Puts a halt in force: from this row's commit on every decision of its scope sees it. */
export async function insertKill(db: ClientBase, kill: KillRow & { readonly runId?: string | null }): Promise<void> {
  await db.query(
    `insert into kill_switches (tenant_id, id, run_id, scope, subject, verb, since_ms, set_by, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [kill.tenantId, kill.id, kill.runId ?? null, kill.scope, kill.subject, kill.verb, kill.sinceMs, kill.setBy, kill.reason],
  );
}

/** Releases a halt that is in force; false where there is none. */
export async function releaseKill(
  db: ClientBase,
  release: {
    readonly tenantId: string;
    readonly id: string;
    readonly releasedMs: number;
    readonly releasedBy: string;
    readonly reason: string;
  },
): Promise<boolean> {
  const result = await db.query(
    "update kill_switches set released_ms = $3, released_by = $4, release_reason = $5 where tenant_id = $1 and id = $2 and released_ms is null",
    [release.tenantId, release.id, release.releasedMs, release.releasedBy, release.reason],
  );
  return result.rowCount === 1;
}

/** The halts in force in one workspace, oldest first; those of single runs are theirs. */
export async function listKills(db: Pool, tenantId: string): Promise<KillRow[]> {
  const { rows } = await db.query<{
    id: string;
    scope: string;
    subject: string;
    verb: string;
    since_ms: number;
    set_by: string;
    reason: string;
  }>(
    "select id, scope, subject, verb, since_ms, set_by, reason from kill_switches where tenant_id = $1 and run_id is null and released_ms is null order by since_ms, id",
    [tenantId],
  );
  return rows.map((row) => ({
    tenantId,
    id: row.id,
    scope: row.scope,
    subject: row.subject,
    verb: row.verb,
    sinceMs: row.since_ms,
    setBy: row.set_by,
    reason: row.reason,
  }));
}
