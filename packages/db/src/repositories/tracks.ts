import type { ClientBase, Pool } from "pg";

/**
 * What books follow: a market's key, or a run's id for a run with a replay of its own. The horizon
 * is the last sealed close; every slot up to it is due.
 */
export type Track = { readonly key: string; readonly lineageId: string; readonly timeframeMs: number; readonly horizonMs: number };

export async function loadTrack(db: ClientBase | Pool, key: string): Promise<Track | undefined> {
  const { rows } = await db.query<{ lineage_id: string; timeframe_ms: number; horizon_ms: number }>(
    "select t.lineage_id, l.timeframe_ms, t.horizon_ms from tracks t join lineages l on l.id = t.lineage_id where t.key = $1",
    [key],
  );
  const row = rows[0];
  return row === undefined ? undefined : { key, lineageId: row.lineage_id, timeframeMs: row.timeframe_ms, horizonMs: row.horizon_ms };
}

/**
 * Opens the track, or moves it to a later horizon; a horizon never goes back. False where the track
 * follows another lineage by now: what was sealed of this one is not what its books read.
 */
export async function putTrack(db: ClientBase | Pool, track: Omit<Track, "timeframeMs">): Promise<boolean> {
  const result = await db.query(
    `insert into tracks (key, lineage_id, horizon_ms) values ($1, $2, $3)
     on conflict (key) do update set horizon_ms = greatest(tracks.horizon_ms, excluded.horizon_ms) where tracks.lineage_id = excluded.lineage_id`,
    [track.key, track.lineageId, track.horizonMs],
  );
  return result.rowCount === 1;
}

/** Moves the track to another lineage that is sealed up to `horizonMs`; false where it moved on since it was loaded. */
export async function switchLineage(
  db: ClientBase | Pool,
  track: Pick<Track, "key" | "lineageId">,
  to: Pick<Track, "lineageId" | "horizonMs">,
): Promise<boolean> {
  const result = await db.query("update tracks set lineage_id = $3 where key = $1 and lineage_id = $2 and horizon_ms <= $4", [
    track.key,
    track.lineageId,
    to.lineageId,
    to.horizonMs,
  ]);
  return result.rowCount === 1;
}
