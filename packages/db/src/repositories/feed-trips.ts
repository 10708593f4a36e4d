import type { ClientBase, Pool } from "pg";

/** A risk profile that decides on the wall's clock in a workspace, as canonical bytes. */
export type WallProfile = { readonly tenantId: string; readonly body: Uint8Array };

/** The profiles of every continuous book on the wall's clock, each once. */
export async function readWallProfiles(pool: Pool): Promise<WallProfile[]> {
  const { rows } = await pool.query<{ tenant_id: string; body: Buffer }>({
    name: "wall profiles",
    text: `select distinct c.tenant_id, c.body from runs r
           join books b on b.tenant_id = r.tenant_id and b.run_id = r.id
           join book_contents c on c.tenant_id = b.tenant_id and c.hash = b.profile_hash
           where r.kind = 'live' and r.clock = 'wall' and r.state = 'running'`,
  });
  return rows.map(({ tenant_id: tenantId, body }) => ({ tenantId, body }));
}

/** A trigger that a connection tripped for a whole workspace. */
export type FeedTrip = {
  readonly tenantId: string;
  readonly id: string;
  readonly code: string;
  readonly reason: string;
  readonly sinceMs: number;
  readonly setBy: string;
  /** With `feed` and `heartbeatMs`: which connection, and when it was last heard of. */
  readonly facts: Readonly<Record<string, string>>;
};

/**
 * Blocks the entries of a workspace because of a connection: once while it is in force, and once for
 * each time that it fell silent, so that a release is not undone by the silence that it was about.
 * False where that is so.
 */
export async function insertFeedTrip(client: ClientBase, trip: FeedTrip): Promise<boolean> {
  const result = await client.query(
    `insert into kill_switches (tenant_id, id, scope, subject, verb, since_ms, set_by, reason, code, facts)
     select $1, $2, 'all', '', 'block_entries', $3, $4, $5, $6, $7
     where not exists (
       select from kill_switches k where k.tenant_id = $1 and k.run_id is null and k.scope = 'all' and k.code = $6
         and (k.released_ms is null or k.facts->>'feed' = $7::jsonb->>'feed' and k.facts->>'heartbeatMs' = $7::jsonb->>'heartbeatMs'))`,
    [trip.tenantId, trip.id, trip.sinceMs, trip.setBy, trip.reason, trip.code, trip.facts],
  );
  return result.rowCount === 1;
}
