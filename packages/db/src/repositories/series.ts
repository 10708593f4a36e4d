import type { ClientBase, Pool } from "pg";

/** Bars of one (source, symbol, timeframe). */
export type Series = {
  readonly id: string;
  readonly source: string;
  readonly symbol: string;
  readonly timeframeMs: number;
  readonly isSynthetic: boolean;
};

export type SeriesKey = Pick<Series, "source" | "symbol" | "timeframeMs">;

/** Missing intervals in a row: [fromMs, toMs), `bars` of them. */
export type PassportGap = readonly [fromMs: number, toMs: number, bars: number];

/** The gap map. A history with very many gaps lists the longest, and says how many there are. */
export type PassportGaps = { readonly count: number; readonly isComplete: boolean; readonly listed: readonly PassportGap[] };

/**
 * What an import changed between the series' then first and last bar, with the open times of the
 * first and last bar that changed. Lineages that begin before `toMs` are over another history since.
 */
export type PassportRepairs = {
  readonly inserted: number;
  readonly revised: number;
  readonly fromMs: number | null;
  readonly toMs: number | null;
};

/** The series as it stands after one import, and what that import brought. Append-only: the rows are its history. */
export type Passport = {
  readonly id: string;
  readonly seriesId: string;
  readonly seq: number;
  readonly fileName: string;
  readonly fileHash: Uint8Array;
  readonly rows: number;
  readonly duplicatesDropped: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly gaps: PassportGaps;
  readonly repairs: PassportRepairs;
  readonly gapBars: number;
  readonly contentHash: Uint8Array;
};

type SeriesRow = { id: string; source: string; symbol: string; timeframe_ms: number; is_synthetic: boolean };

const SERIES_COLUMNS = "id, source, symbol, timeframe_ms, is_synthetic";

const seriesOf = (row: SeriesRow): Series => ({
  id: row.id,
  source: row.source,
  symbol: row.symbol,
  timeframeMs: row.timeframe_ms,
  isSynthetic: row.is_synthetic,
});

export async function findSeries(db: ClientBase | Pool, key: SeriesKey): Promise<Series | undefined> {
  const { rows } = await db.query<SeriesRow>(
    `select ${SERIES_COLUMNS} from series where source = $1 and symbol = $2 and timeframe_ms = $3`,
    [key.source, key.symbol, key.timeframeMs],
  );
  const row = rows[0];
  return row === undefined ? undefined : seriesOf(row);
}

export async function listSeries(db: ClientBase | Pool): Promise<Series[]> {
  const { rows } = await db.query<SeriesRow>(`select ${SERIES_COLUMNS} from series order by source, symbol, timeframe_ms`);
  return rows.map(seriesOf);
}

/** The stored series of the key, made with `series.id` where there is none yet. */
export async function openSeries(db: ClientBase | Pool, series: Series): Promise<Series> {
  await db.query(
    "insert into series (id, source, symbol, timeframe_ms, is_synthetic) values ($1, $2, $3, $4, $5) on conflict (source, symbol, timeframe_ms) do nothing",
    [series.id, series.source, series.symbol, series.timeframeMs, series.isSynthetic],
  );
  const stored = await findSeries(db, series);
  if (stored === undefined) throw new Error(`series ${series.source} ${series.symbol} vanished`);
  return stored;
}

/** Serialises writers of one series for the rest of the transaction. */
export async function lockSeries(client: ClientBase, seriesId: string): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`series ${seriesId}`]);
}

export async function insertPassport(client: ClientBase, passport: Passport): Promise<void> {
  await client.query(
    `insert into dataset_passports (id, series_id, seq, file_name, file_hash, rows, duplicates_dropped, first_ms, last_ms, gaps, repairs, gap_bars, content_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      passport.id,
      passport.seriesId,
      passport.seq,
      passport.fileName,
      passport.fileHash,
      passport.rows,
      passport.duplicatesDropped,
      passport.firstMs,
      passport.lastMs,
      JSON.stringify(passport.gaps),
      JSON.stringify(passport.repairs),
      passport.gapBars,
      passport.contentHash,
    ],
  );
}

type PassportRow = {
  id: string;
  series_id: string;
  seq: number;
  file_name: string;
  file_hash: Buffer;
  rows: number;
  duplicates_dropped: number;
  first_ms: number;
  last_ms: number;
  gaps: PassportGaps;
  repairs: PassportRepairs;
  gap_bars: number;
  content_hash: Buffer;
};

const PASSPORT_COLUMNS = `id, series_id, seq, file_name, file_hash, rows, duplicates_dropped,
  first_ms, last_ms, gaps, repairs, gap_bars, content_hash`;

const passportOf = (row: PassportRow): Passport => ({
  id: row.id,
  seriesId: row.series_id,
  seq: row.seq,
  fileName: row.file_name,
  fileHash: row.file_hash,
  rows: row.rows,
  duplicatesDropped: row.duplicates_dropped,
  firstMs: row.first_ms,
  lastMs: row.last_ms,
  gaps: row.gaps,
  repairs: row.repairs,
  gapBars: row.gap_bars,
  contentHash: row.content_hash,
});

/** Every passport of a series, oldest first: its lineage. */
export async function listPassports(db: ClientBase | Pool, seriesId: string): Promise<Passport[]> {
  const { rows } = await db.query<PassportRow>(`select ${PASSPORT_COLUMNS} from dataset_passports where series_id = $1 order by seq`, [
    seriesId,
  ]);
  return rows.map(passportOf);
}
