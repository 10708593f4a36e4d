import { TRPCError } from "@trpc/server";
import type { Tx } from "../database.ts";

/** The chain of snapshots that a market's books follow now. */
export type MarketLineage = {
  readonly id: string;
  readonly universe: readonly string[];
  readonly timeframeMs: number;
  readonly isSynthetic: boolean;
  /** First close with a regime; null while it warms up, and where no governed account asked for one. */
  readonly firstRegimeMs: number | null;
  /** Newest sealed close, with a regime or without. */
  readonly lastMs: number | null;
};

export async function findLineageOf(tx: Tx, marketKey: string): Promise<MarketLineage | undefined> {
  const rows = await tx.rows<MarketLineage>(
    `select l.id, l.universe, l.timeframe_ms as "timeframeMs", l.is_synthetic as "isSynthetic",
            (select r.close_ms from regimes r where r.lineage_id = l.id order by r.close_ms limit 1) as "firstRegimeMs",
            (select s.close_ms from snapshots s where s.lineage_id = l.id order by s.close_ms desc limit 1) as "lastMs"
       from tracks t join lineages l on l.id = t.lineage_id where t.key = $1`,
    [marketKey],
  );
  return rows[0];
}

/** The same; a market of which nothing is sealed is not found. */
export async function requireLineage(tx: Tx, marketKey: string): Promise<MarketLineage> {
  const lineage = await findLineageOf(tx, marketKey);
  if (lineage === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "Nothing is sealed of this market yet." });
  return lineage;
}
