import type { ClientBase, Pool } from "pg";

/** A kill switch in force. */
export type ActiveKill = {
  readonly tenantId: string;
  readonly scope: string;
  readonly subject: string;
  readonly verb: string;
  readonly sinceMs: number;
};

/** Kill switches in force for these tenants, in a fixed order, so that equal inputs hash equally. */
export async function loadActiveKills(pool: Pool, tenantIds: readonly string[]): Promise<ActiveKill[]> {
  const { rows } = await pool.query<{ tenant_id: string; scope: string; subject: string; verb: string; since_ms: number }>(
    `select tenant_id, scope, subject, verb, since_ms from kill_switches
     where tenant_id = any($1::uuid[]) and released_ms is null order by tenant_id, since_ms, scope, subject, verb`,
    [tenantIds],
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, scope: row.scope, subject: row.subject, verb: row.verb, sinceMs: row.since_ms }));
}

export type KillRow = ActiveKill & { readonly id: string; readonly setBy: string; readonly reason: string };

/** Puts a halt in force: from this row's commit on every decision of its scope sees it. */
export async function insertKill(db: ClientBase, kill: KillRow): Promise<void> {
  await db.query(
    "insert into kill_switches (tenant_id, id, scope, subject, verb, since_ms, set_by, reason) values ($1, $2, $3, $4, $5, $6, $7, $8)",
    [kill.tenantId, kill.id, kill.scope, kill.subject, kill.verb, kill.sinceMs, kill.setBy, kill.reason],
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

/** The halts in force in one workspace, oldest first. */
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
    "select id, scope, subject, verb, since_ms, set_by, reason from kill_switches where tenant_id = $1 and released_ms is null order by since_ms, id",
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
