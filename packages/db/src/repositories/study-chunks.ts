import type { ClientBase, Pool } from "pg";
import type { StudyId } from "./studies.ts";

/** A piece of a study's work: points `firstPoint` to `firstPoint + points` of it, in its own order. */
export type StudyChunk = { readonly chunk: number; readonly firstPoint: number; readonly points: number };

export type ClaimedChunk = StudyChunk & { readonly epoch: number };

/** Cuts a study's work into pieces; those that are there stay as they are. */
export async function insertChunks(client: ClientBase, { tenantId, id }: StudyId, chunks: readonly StudyChunk[]): Promise<void> {
  await client.query(
    `insert into study_chunks (tenant_id, study_id, chunk, first_point, points)
     select $1, $2, c.chunk, c.first_point, c.points from unnest($3::int4[], $4::int4[], $5::int4[]) as c(chunk, first_point, points)
     on conflict (tenant_id, study_id, chunk) do nothing`,
    [tenantId, id, chunks.map(({ chunk }) => chunk), chunks.map(({ firstPoint }) => firstPoint), chunks.map(({ points }) => points)],
  );
}

type ChunkClaim = StudyId & {
  readonly chunk: number;
  readonly worker: string;
  readonly wallMs: number;
  readonly leaseMs: number;
};

/** Takes a piece under a new epoch; undefined where it is done or in another's hands. */
export async function claimChunk(
  pool: Pool,
  { tenantId, id, chunk, worker, wallMs, leaseMs }: ChunkClaim,
): Promise<ClaimedChunk | undefined> {
  const { rows } = await pool.query<ClaimedChunk>(
    `update study_chunks c set epoch = epoch + 1, claimed_by = $4, claimed_until_ms = $5::int8 + $6::int8
     where tenant_id = $1 and study_id = $2 and chunk = $3 and done_at_ms is null and (claimed_until_ms is null or claimed_until_ms <= $5)
       and exists (select from studies s where s.tenant_id = c.tenant_id and s.id = c.study_id and s.state = 'running')
     returning chunk, first_point as "firstPoint", points, epoch`,
    [tenantId, id, chunk, worker, wallMs, leaseMs],
  );
  return rows[0];
}

/** Lengthens the hold on a piece that still is this epoch's. */
export async function renewChunk(pool: Pool, of: ChunkClaim & { readonly epoch: number }): Promise<boolean> {
  const result = await pool.query(
    `update study_chunks set claimed_until_ms = $5::int8 + $6::int8
     where tenant_id = $1 and study_id = $2 and chunk = $3 and epoch = $4 and done_at_ms is null`,
    [of.tenantId, of.id, of.chunk, of.epoch, of.wallMs, of.leaseMs],
  );
  return result.rowCount === 1;
}

/** Lets every piece go that this worker holds: it stops and will not finish them. */
export async function releaseChunks(pool: Pool, worker: string): Promise<void> {
  await pool.query(
    "update study_chunks set claimed_by = null, claimed_until_ms = null, epoch = epoch + 1 where claimed_by = $1 and done_at_ms is null",
    [worker],
  );
}

/**
 * Marks a piece as done and counts its points, in the transaction that stores them. False, and nothing
 * may be stored, where the piece is another epoch's or done by now, or the study has ended.
 */
export async function finishChunk(
  client: ClientBase,
  of: StudyId & { readonly chunk: number; readonly epoch: number; readonly wallMs: number },
): Promise<boolean> {
  const counted = await client.query(
    `with finished as (
       update study_chunks set done_at_ms = $5 where tenant_id = $1 and study_id = $2 and chunk = $3 and epoch = $4 and done_at_ms is null returning points
     )
     update studies s set points_done = points_done + f.points from finished f where s.tenant_id = $1 and s.id = $2 and s.state = 'running'
       and not exists (select from study_cancellations c where c.tenant_id = s.tenant_id and c.study_id = s.id)`,
    [of.tenantId, of.id, of.chunk, of.epoch, of.wallMs],
  );
  return counted.rowCount === 1;
}

/** How the pieces of a study stand. */
export async function countChunks(
  db: ClientBase | Pool,
  { tenantId, id }: StudyId,
): Promise<{ readonly chunks: number; readonly done: number }> {
  const { rows } = await db.query<{ chunks: number; done: number }>(
    "select count(*)::int4 as chunks, count(done_at_ms)::int4 as done from study_chunks where tenant_id = $1 and study_id = $2",
    [tenantId, id],
  );
  return rows[0] ?? { chunks: 0, done: 0 };
}

/** Pieces that nobody works on, oldest study first. */
export async function listFreeChunks(
  pool: Pool,
  { wallMs, limit }: { readonly wallMs: number; readonly limit: number },
): Promise<readonly (StudyId & { readonly chunk: number })[]> {
  const { rows } = await pool.query<StudyId & { chunk: number }>(
    `select c.tenant_id as "tenantId", c.study_id as id, c.chunk from study_chunks c
     join studies s on s.tenant_id = c.tenant_id and s.id = c.study_id and s.state = 'running'
     where c.done_at_ms is null and (c.claimed_until_ms is null or c.claimed_until_ms <= $1)
     order by s.requested_at_ms, c.study_id, c.chunk limit $2`,
    [wallMs, limit],
  );
  return rows;
}

/** Studies that somebody has to open or to close: those that wait, and those that run with no piece left to do. */
export async function listUntendedStudies(
  pool: Pool,
  { wallMs, limit }: { readonly wallMs: number; readonly limit: number },
): Promise<readonly StudyId[]> {
  const { rows } = await pool.query<StudyId>(
    `select s.tenant_id as "tenantId", s.id from studies s
     where s.state in ('queued', 'running') and (s.claimed_until_ms is null or s.claimed_until_ms <= $1)
       and not exists (select from study_chunks c where c.tenant_id = s.tenant_id and c.study_id = s.id and c.done_at_ms is null)
     order by s.requested_at_ms limit $2`,
    [wallMs, limit],
  );
  return rows;
}
