import type { EngineState } from "../contract/workspace.ts";
import { onlyRow, type Tx } from "../database.ts";

/** An engine reports every few seconds; three missed reports are worth showing, ninety seconds is the kill switch's own limit. */
const UP_MS = 15_000;
const STALE_MS = 90_000;

type Row = {
  readonly workers: number;
  readonly seen_at_ms: number | null;
  readonly workers_with_queue: number;
  readonly queue_away_since_ms: number | null;
};

const SQL = `
  select count(*) filter (where seen_at_ms > $1) as workers,
         max(seen_at_ms) as seen_at_ms,
         count(*) filter (where seen_at_ms > $1 and detail->>'queueAwaySinceMs' is null) as workers_with_queue,
         min((detail->>'queueAwaySinceMs')::int8) filter (where seen_at_ms > $1) as queue_away_since_ms
    from engine_health`;

export async function readEngineState(tx: Tx, nowMs: number): Promise<EngineState> {
  const row = onlyRow(await tx.rows<Row>(SQL, [nowMs - STALE_MS]), "engine health");
  const { workers } = row;
  const lastSeenAtMs = row.seen_at_ms ?? undefined;
  const ageMs = lastSeenAtMs === undefined ? undefined : nowMs - lastSeenAtMs;
  if (ageMs === undefined || ageMs > STALE_MS) return { state: "down", workers: 0, lastSeenAtMs, queueAwaySinceMs: undefined };
  const queueAwaySinceMs = row.workers_with_queue > 0 ? undefined : (row.queue_away_since_ms ?? undefined);
  return { state: ageMs > UP_MS ? "stale" : "up", workers, lastSeenAtMs, queueAwaySinceMs };
}
