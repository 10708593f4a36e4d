import type { EngineState } from "../contract/workspace.ts";
import { onlyRow, type Tx } from "../database.ts";

/** An engine reports every few seconds; three missed reports are worth showing, ninety seconds is the kill switch's own limit. */
const UP_MS = 15_000;
const STALE_MS = 90_000;

type Row = { readonly workers: number; readonly seen_at_ms: number | null };

export async function readEngineState(tx: Tx, nowMs: number): Promise<EngineState> {
  const rows = await tx.rows<Row>(
    "select count(*) filter (where seen_at_ms > $1) as workers, max(seen_at_ms) as seen_at_ms from engine_health",
    [nowMs - STALE_MS],
  );
  const { workers, seen_at_ms: seenAtMs } = onlyRow(rows, "engine health");
  const ageMs = seenAtMs === null ? undefined : nowMs - seenAtMs;
  if (ageMs === undefined || ageMs > STALE_MS) return { state: "down", workers: 0, lastSeenAtMs: seenAtMs ?? undefined };
  return { state: ageMs > UP_MS ? "stale" : "up", workers, lastSeenAtMs: seenAtMs ?? undefined };
}
