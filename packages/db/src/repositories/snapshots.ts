import type { ClientBase, Pool } from "pg";

/** What a chain of snapshots is over. The universe is ordered by canonical symbol. */
export type LineageRow = {
  readonly id: string;
  readonly source: string;
  readonly universe: readonly string[];
  readonly timeframeMs: number;
  readonly originMs: number;
  readonly featureNames: readonly string[];
  /** Values of the market as a whole; empty where snapshots hold none. */
  readonly marketFeatureNames: readonly string[];
  readonly isSynthetic: boolean;
};

export type SnapshotRow = {
  readonly closeMs: number;
  readonly hash: Uint8Array;
  readonly previousHash: Uint8Array;
  readonly body: Uint8Array;
  /** Float64 LE per instrument in universe order, NaN where none; for the paper venue alone. */
  readonly nextOpens: Uint8Array | null;
};

/** Writes the lineage where it is not there yet. Its id names all its columns, so two writers agree. */
export async function putLineage(db: ClientBase | Pool, lineage: LineageRow): Promise<void> {
  await db.query(
    `insert into lineages (id, source, universe, timeframe_ms, origin_ms, feature_names, market_feature_names, is_synthetic)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing`,
    [
      lineage.id,
      lineage.source,
      lineage.universe,
      lineage.timeframeMs,
      lineage.originMs,
      lineage.featureNames,
      lineage.marketFeatureNames,
      lineage.isSynthetic,
    ],
  );
}

type LineageRecord = {
  id: string;
  source: string;
  universe: string[];
  timeframe_ms: number;
  origin_ms: number;
  feature_names: string[];
  market_feature_names: string[];
  is_synthetic: boolean;
};

export async function findLineage(db: ClientBase | Pool, id: string): Promise<LineageRow | undefined> {
  const { rows } = await db.query<LineageRecord>(
    "select id, source, universe, timeframe_ms, origin_ms, feature_names, market_feature_names, is_synthetic from lineages where id = $1",
    [id],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    id: row.id,
    source: row.source,
    universe: row.universe,
    timeframeMs: row.timeframe_ms,
    originMs: row.origin_ms,
    featureNames: row.feature_names,
    marketFeatureNames: row.market_feature_names,
    isSynthetic: row.is_synthetic,
  };
}

/** Serialises the sealers of one lineage for the rest of the transaction. */
export async function lockLineage(client: ClientBase, lineageId: string): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`lineage ${lineageId}`]);
}

type SnapshotRecord = { close_ms: number; hash: Buffer; previous_hash: Buffer; body: Buffer; next_opens: Buffer | null };

const SNAPSHOT_COLUMNS = "close_ms, hash, previous_hash, body, next_opens";

const snapshotOf = (row: SnapshotRecord): SnapshotRow => ({
  closeMs: row.close_ms,
  hash: row.hash,
  previousHash: row.previous_hash,
  body: row.body,
  nextOpens: row.next_opens,
});

/** The newest snapshot of a lineage. */
export async function lastSnapshot(db: ClientBase | Pool, lineageId: string): Promise<SnapshotRow | undefined> {
  const { rows } = await db.query<SnapshotRecord>({
    name: "last snapshot",
    text: `select ${SNAPSHOT_COLUMNS} from snapshots s where s.lineage_id = $1 order by s.close_ms desc limit 1`,
    values: [lineageId],
  });
  const row = rows[0];
  return row === undefined ? undefined : snapshotOf(row);
}

export type SnapshotRange = { readonly lineageId: string; readonly fromMs: number; readonly toMs: number; readonly limit: number };

/** Snapshots with closes in [fromMs, toMs], ascending, at most `limit`. */
export async function readSnapshots(db: ClientBase | Pool, range: SnapshotRange): Promise<SnapshotRow[]> {
  const { rows } = await db.query<SnapshotRecord>({
    name: "read snapshots",
    text: `select ${SNAPSHOT_COLUMNS} from snapshots s where s.lineage_id = $1 and s.close_ms between $2 and $3 order by s.close_ms limit $4`,
    values: [range.lineageId, range.fromMs, range.toMs, range.limit],
  });
  return rows.map(snapshotOf);
}

/** Snapshots with closes up to `toMs`, newest first. */
export async function readLastSnapshots(
  db: ClientBase | Pool,
  range: { readonly lineageId: string; readonly toMs: number; readonly limit: number },
): Promise<SnapshotRow[]> {
  const { rows } = await db.query<SnapshotRecord>({
    name: "read last snapshots",
    text: `select ${SNAPSHOT_COLUMNS} from snapshots s where s.lineage_id = $1 and s.close_ms <= $2 order by s.close_ms desc limit $3`,
    values: [range.lineageId, range.toMs, range.limit],
  });
  return rows.map(snapshotOf);
}

/** Writes sealed snapshots in one statement. A close that is sealed already is a broken invariant: who seals holds the lock. */
export async function insertSnapshots(client: ClientBase, lineageId: string, snapshots: readonly SnapshotRow[]): Promise<void> {
  if (snapshots.length === 0) return;
  await client.query({
    name: "insert snapshots",
    text: `insert into snapshots (lineage_id, close_ms, hash, previous_hash, body, next_opens)
      select $1, t.* from unnest($2::int8[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[]) as t`,
    values: [
      lineageId,
      snapshots.map(({ closeMs }) => closeMs),
      snapshots.map(({ hash }) => hash),
      snapshots.map(({ previousHash }) => previousHash),
      snapshots.map(({ body }) => body),
      snapshots.map(({ nextOpens }) => nextOpens),
    ],
  });
}
