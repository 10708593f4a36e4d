import type { Pool } from "pg";

/** A shard of a track with books that are due or have something to send. */
export type DueShard = { readonly track: string; readonly shard: number };

/** What the queue would have to nudge if it had forgotten everything: Postgres alone knows what is due. */
export async function findDueShards(pool: Pool, limit: number): Promise<DueShard[]> {
  const { rows } = await pool.query<DueShard>(
    `select t.key as track, b.shard from tracks t join books b on b.track = t.key
     where b.broken_by is null and (b.next_slot_ms <= t.horizon_ms or b.pending_dispatch) group by t.key, b.shard order by t.key, b.shard limit $1`,
    [limit],
  );
  return rows;
}

/** The shards of one track that have due books. */
export async function findDueShardsOf(pool: Pool, track: string): Promise<DueShard[]> {
  const { rows } = await pool.query<DueShard>(
    `select t.key as track, b.shard from tracks t join books b on b.track = t.key
     where t.key = $1 and b.broken_by is null and (b.next_slot_ms <= t.horizon_ms or b.pending_dispatch) group by t.key, b.shard order by b.shard`,
    [track],
  );
  return rows;
}

/** Whether any book of the shard has not come to its track's horizon. */
export async function isShardBehind(pool: Pool, of: { readonly track: string; readonly shard: number }): Promise<boolean> {
  const { rows } = await pool.query<{ behind: boolean }>({
    name: "is shard behind",
    text: `select exists (
        select 1 from books b join tracks t on t.key = b.track
        where b.track = $1 and b.shard = $2 and b.broken_by is null and (b.next_slot_ms <= t.horizon_ms or b.pending_dispatch)
      ) as behind`,
    values: [of.track, of.shard],
  });
  return rows[0]?.behind ?? false;
}

/** Whether any book of the track has not come to its horizon: a replay clock waits for it. A broken book waits for a person, and nothing for it. */
export async function isTrackBehind(pool: Pool, track: string): Promise<boolean> {
  const { rows } = await pool.query<{ behind: boolean }>(
    "select exists (select 1 from books b join tracks t on t.key = b.track where t.key = $1 and b.broken_by is null and (b.next_slot_ms <= t.horizon_ms or b.pending_dispatch)) as behind",
    [track],
  );
  return rows[0]?.behind ?? false;
}

/** Commands that no worker has claimed, oldest first; a claim older than `staleMs` counts as none. */
export async function findPendingCommands(
  pool: Pool,
  options: { readonly wallMs: number; readonly staleMs: number; readonly limit: number },
): Promise<{ readonly tenantId: string; readonly commandId: string }[]> {
  const { rows } = await pool.query<{ tenant_id: string; id: string }>(
    `select tenant_id, id from commands where state = 'pending' or (state = 'claimed' and claimed_at_ms < $1) order by requested_at_ms limit $2`,
    [options.wallMs - options.staleMs, options.limit],
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, commandId: row.id }));
}

/** Replay runs that are not finished. */
export async function findRunningReplays(pool: Pool, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>("select id from runs where state = 'running' and kind <> 'live' order by id limit $1", [
    limit,
  ]);
  return rows.map(({ id }) => id);
}
