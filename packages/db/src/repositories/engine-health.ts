import type { Pool } from "pg";

export type EngineHealth = {
  readonly worker: string;
  readonly startedAtMs: number;
  readonly seenAtMs: number;
  readonly state: string;
  /** Since when the queue does not answer this engine, which then decides nothing; left out while it does. */
  readonly queueAwaySinceMs?: number | undefined;
};

/** The heartbeat of one engine process; what pages call stale is an old `seenAtMs`. */
export async function putEngineHealth(pool: Pool, health: EngineHealth): Promise<void> {
  const { queueAwaySinceMs } = health;
  await pool.query(
    `insert into engine_health (worker, started_at_ms, seen_at_ms, state, detail) values ($1, $2, $3, $4, $5)
     on conflict (worker) do update set seen_at_ms = excluded.seen_at_ms, state = excluded.state, detail = excluded.detail`,
    [health.worker, health.startedAtMs, health.seenAtMs, health.state, { node: process.versions.node, queueAwaySinceMs }],
  );
}

/** Takes a stopped engine off the list. */
export async function removeEngineHealth(pool: Pool, worker: string): Promise<void> {
  await pool.query("delete from engine_health where worker = $1", [worker]);
}

const ENGINES_MAX = 100;

/** Engines that have not been taken off the list, the one seen last first. */
export async function readEngineHealth(pool: Pool): Promise<EngineHealth[]> {
  const { rows } = await pool.query<{ worker: string; started_at_ms: number; seen_at_ms: number; state: string }>(
    `select worker, started_at_ms, seen_at_ms, state from engine_health order by seen_at_ms desc limit ${ENGINES_MAX}`,
  );
  return rows.map((row) => ({ worker: row.worker, startedAtMs: row.started_at_ms, seenAtMs: row.seen_at_ms, state: row.state }));
}
