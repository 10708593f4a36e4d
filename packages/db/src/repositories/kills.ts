import type { Pool } from "pg";

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
    `select tenant_id, scope, subject, verb, since_ms::float8 as since_ms from kill_switches
     where tenant_id = any($1::uuid[]) and released_ms is null order by tenant_id, since_ms, scope, subject, verb`,
    [tenantIds],
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, scope: row.scope, subject: row.subject, verb: row.verb, sinceMs: row.since_ms }));
}
