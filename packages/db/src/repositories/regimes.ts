import type { Regime } from "@ballast/core/regime/regime";
import type { ClientBase, Pool } from "pg";
import { inTransaction } from "../clients/pool.ts";
import { readLastSnapshots, type SnapshotRow } from "./snapshots.ts";

/** The market's weather at one sealed close, as pages draw it. */
export type RegimeRow = {
  readonly closeMs: number;
  readonly regime: Regime;
  readonly confidence: number;
  readonly volatilityIndex: number;
  readonly trend: -1 | 0 | 1;
  readonly riskScore: number;
  readonly breadth: number;
  /** As printed: to draw, never to book. */
  readonly benchmarkClose: number;
};

/**
 * Writes the regimes of snapshots that this transaction seals, or that are sealed already, in one
 * statement. A close that has its row keeps it: both are read from the same snapshot.
 */
export async function insertRegimes(client: ClientBase, lineageId: string, rows: readonly RegimeRow[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query({
    name: "insert regimes",
    text: `insert into regimes (lineage_id, close_ms, regime, confidence, volatility_index, trend, risk_score, breadth, benchmark_close)
      select $1, t.* from unnest($2::int8[], $3::market_regime[], $4::float8[], $5::float8[], $6::int2[], $7::float8[], $8::float8[], $9::float8[]) as t
      on conflict (lineage_id, close_ms) do nothing`,
    values: [
      lineageId,
      rows.map(({ closeMs }) => closeMs),
      rows.map(({ regime }) => regime),
      rows.map(({ confidence }) => confidence),
      rows.map(({ volatilityIndex }) => volatilityIndex),
      rows.map(({ trend }) => trend),
      rows.map(({ riskScore }) => riskScore),
      rows.map(({ breadth }) => breadth),
      rows.map(({ benchmarkClose }) => benchmarkClose),
    ],
  });
}

/** What the regimes of sealed snapshots are read by: the lineage's universe names the benchmark. */
export type ReadRegimes = (snapshots: readonly SnapshotRow[], universe: readonly string[]) => readonly RegimeRow[];

type BacklogRecord = { lineage_id: string; before_ms: number | null; universe: string[] };

/**
 * Writes the regimes of up to `closesMax` snapshots that were sealed before there was a table of
 * them, newest first, and notes how far it came in the same transaction: a restart goes on there.
 * Answers how many snapshots it read; undefined where no lineage has any left, or another engine has
 * the last ones in hand.
 */
export async function fillRegimeBacklog(
  pool: Pool,
  { closesMax, readRegimes }: { readonly closesMax: number; readonly readRegimes: ReadRegimes },
): Promise<number | undefined> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<BacklogRecord>(
      `select b.lineage_id, b.before_ms, l.universe from regime_backlog b join lineages l on l.id = b.lineage_id
        where not b.is_done order by b.lineage_id limit 1 for update of b skip locked`,
    );
    const task = rows[0];
    if (task === undefined) return undefined;
    const toMs = (task.before_ms ?? Number.MAX_SAFE_INTEGER) - 1;
    const snapshots = await readLastSnapshots(client, { lineageId: task.lineage_id, toMs, limit: closesMax });
    await insertRegimes(client, task.lineage_id, readRegimes(snapshots, task.universe));
    await client.query("update regime_backlog set before_ms = $2, is_done = $3 where lineage_id = $1", [
      task.lineage_id,
      snapshots.at(-1)?.closeMs ?? task.before_ms,
      snapshots.length < closesMax,
    ]);
    return snapshots.length;
  });
}
