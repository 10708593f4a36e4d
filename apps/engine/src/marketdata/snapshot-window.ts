import { decodeSnapshot, type SealedSnapshot, type Snapshot } from "@ballast/core/market/snapshot";
import { readSnapshots, type SnapshotRow } from "@ballast/db/repositories/snapshots";
import type { Track } from "@ballast/db/repositories/tracks";
import type { Pool } from "pg";

/** A sealed close, and what only the paper venue may know: where the next bar opened. */
export type MarketClose = { readonly sealed: SealedSnapshot; readonly nextOpens: ReadonlyMap<string, number> };

/** Sealed closes in time order, without a hole up to the track's horizon. */
export type Window = {
  /** At most `limit` snapshots from this close on, none later than `toMs`. */
  readonly from: (closeMs: number, limit: number, toMs: number | null) => readonly SealedSnapshot[];
};

export type SnapshotWindow = {
  /** Reads `count` closes from this one on, as far as the track is sealed. */
  readonly load: (track: Track, fromMs: number, count: number) => Promise<Window>;
  /** The close itself; throws where it is not sealed. */
  readonly at: (track: Track, closeMs: number) => Promise<MarketClose>;
  /** The close itself; undefined where it is not sealed. */
  readonly find: (track: Track, closeMs: number) => Promise<MarketClose | undefined>;
};

/** Closes read at once: the slots of one commit for one account. */
const CLOSES_READ = 256;
const CLOSES_KEPT_MAX = 4_096;

/** Opens of a close by symbol, from the column that the paper venue alone reads. */
export function nextOpensOf(snapshot: Snapshot, bytes: Uint8Array | null): ReadonlyMap<string, number> {
  const opens = new Map<string, number>();
  if (bytes === null) return opens;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  snapshot.instruments.forEach(({ symbol }, index) => {
    const open = view.getFloat64(index * Float64Array.BYTES_PER_ELEMENT, true);
    if (!Number.isNaN(open)) opens.set(symbol, open);
  });
  return opens;
}

function decodeClose(row: SnapshotRow): MarketClose {
  const snapshot = decodeSnapshot(row.body);
  return { sealed: { snapshot, bytes: row.body, hash: row.hash }, nextOpens: nextOpensOf(snapshot, row.nextOpens) };
}

/** Reads sealed closes once for all books that follow a track, and forgets the oldest. */
export function openSnapshotWindow(pool: Pool): SnapshotWindow {
  const closes = new Map<string, MarketClose>();
  const keyOf = (track: Track, closeMs: number): string => `${track.lineageId}/${closeMs}`;

  const read = async (track: Track, fromMs: number): Promise<void> => {
    const rows = await readSnapshots(pool, { lineageId: track.lineageId, fromMs, toMs: track.horizonMs, limit: CLOSES_READ });
    for (const row of rows) closes.set(keyOf(track, row.closeMs), decodeClose(row));
    for (const key of closes.keys()) {
      if (closes.size <= CLOSES_KEPT_MAX) break;
      closes.delete(key);
    }
  };

  const find = async (track: Track, closeMs: number): Promise<MarketClose | undefined> => {
    if (!closes.has(keyOf(track, closeMs))) await read(track, closeMs);
    return closes.get(keyOf(track, closeMs));
  };

  const at = async (track: Track, closeMs: number): Promise<MarketClose> => {
    const close = await find(track, closeMs);
    if (close === undefined) throw new Error(`lineage ${track.lineageId} has no snapshot at ${closeMs}`);
    return close;
  };

  return {
    at,
    find,
    load: async (track, fromMs, count) => {
      const lastMs = Math.min(track.horizonMs, fromMs + (count - 1) * track.timeframeMs);
      for (let closeMs = fromMs; closeMs <= lastMs; closeMs += track.timeframeMs) await at(track, closeMs);
      return {
        from: (closeMs, limit, toMs) => {
          const found: SealedSnapshot[] = [];
          const lastMs = Math.min(track.horizonMs, toMs ?? track.horizonMs);
          for (let next = closeMs; next <= lastMs && found.length < limit; next += track.timeframeMs) {
            const close = closes.get(keyOf(track, next));
            // Not read yet: the rest follows with the next stretch.
            if (close === undefined) break;
            found.push(close.sealed);
          }
          return found;
        },
      };
    },
  };
}
