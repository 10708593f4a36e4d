import type { BarColumns } from "@ballast/core/market/bar";
import { newColumns } from "@ballast/core/market/columns";
import type { ClientBase, Pool } from "pg";

/** A sealed month, without its bytes. */
export type ChunkHead = {
  readonly monthMs: number;
  readonly revision: number;
  readonly rows: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly contentHash: Uint8Array;
};

export type StoredChunk = ChunkHead & { readonly body: Uint8Array };

export type OpenTimes = { readonly fromMs: number; readonly toMs: number };

type HeadRow = { month_ms: number; revision: number; rows: number; first_ms: number; last_ms: number; content_hash: Buffer };

const HEAD_COLUMNS = "month_ms, revision, rows, first_ms, last_ms, content_hash";

const headOf = (row: HeadRow): ChunkHead => ({
  monthMs: row.month_ms,
  revision: row.revision,
  rows: row.rows,
  firstMs: row.first_ms,
  lastMs: row.last_ms,
  contentHash: row.content_hash,
});

/** The newest revision of every month that holds bars opening in the range, oldest first. */
export async function listChunkHeads(db: ClientBase | Pool, seriesId: string, range: OpenTimes): Promise<ChunkHead[]> {
  const { rows } = await db.query<HeadRow>({
    name: "list chunk heads",
    text: `select * from (
        select distinct on (c.month_ms) ${HEAD_COLUMNS} from bar_chunks c where c.series_id = $1 order by c.month_ms, c.revision desc
      ) current where last_ms >= $2 and first_ms < $3 order by month_ms`,
    values: [seriesId, range.fromMs, range.toMs],
  });
  return rows.map(headOf);
}

/** One chunk with its bytes; a head that was listed always has one, for chunks are never changed. */
export async function readChunk(
  db: ClientBase | Pool,
  seriesId: string,
  head: Pick<ChunkHead, "monthMs" | "revision">,
): Promise<StoredChunk> {
  const { rows } = await db.query<HeadRow & { body: Buffer }>({
    name: "read chunk",
    text: `select ${HEAD_COLUMNS}, body from bar_chunks where series_id = $1 and month_ms = $2 and revision = $3`,
    values: [seriesId, head.monthMs, head.revision],
  });
  const row = rows[0];
  if (row === undefined) throw new Error(`chunk ${head.monthMs} revision ${head.revision} of series ${seriesId} is not there`);
  return { ...headOf(row), body: row.body };
}

/** Writes a revision of a month. One that is there already with the same content is left alone; with another, the key refuses it. */
export async function insertChunk(client: ClientBase, seriesId: string, chunk: StoredChunk): Promise<void> {
  await client.query({
    name: "insert chunk",
    text: `insert into bar_chunks (series_id, month_ms, revision, rows, first_ms, last_ms, body, content_hash)
      select $1::uuid, $2::int8, $3::int4, $4::int4, $5::int8, $6::int8, $7::bytea, $8::bytea
      where not exists (select 1 from bar_chunks where series_id = $1 and month_ms = $2 and revision = $3 and content_hash = $8)`,
    values: [seriesId, chunk.monthMs, chunk.revision, chunk.rows, chunk.firstMs, chunk.lastMs, chunk.body, chunk.contentHash],
  });
}

type TailRow = { ts_ms: number; open: number; high: number; low: number; close: number; volume: number };

/** Rows of the tail that open in the range, ascending, the newest revision of each. */
export async function readTail(db: ClientBase | Pool, seriesId: string, range: OpenTimes): Promise<BarColumns> {
  const { rows } = await db.query<TailRow>({
    name: "read tail",
    text: `select distinct on (t.ts_ms) t.ts_ms, open, high, low, close, volume from bar_tail t
      where series_id = $1 and t.ts_ms >= $2 and t.ts_ms < $3 order by t.ts_ms, revision desc`,
    values: [seriesId, range.fromMs, range.toMs],
  });
  const columns = newColumns(rows.length);
  rows.forEach((row, index) => {
    columns.tsMs[index] = row.ts_ms;
    for (const name of ["open", "high", "low", "close", "volume"] as const) columns[name][index] = row[name];
  });
  return columns;
}

/** Bars of one series for its tail. */
export type TailBars = { readonly seriesId: string; readonly columns: BarColumns };

/** Appends bars to tails, many series in one statement. A bar that is there stays as it is: the first print is the one that was decided on. */
export async function appendTails(db: ClientBase | Pool, tails: readonly TailBars[]): Promise<void> {
  const list = (name: keyof BarColumns): number[] => tails.flatMap(({ columns }) => Array.from(columns[name]));
  await db.query({
    name: "append tails",
    text: `insert into bar_tail (series_id, ts_ms, revision, open, high, low, close, volume)
      select t.series_id, t.ts_ms, 1, t.open, t.high, t.low, t.close, t.volume
      from unnest($1::uuid[], $2::int8[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::float8[]) as t(series_id, ts_ms, open, high, low, close, volume)
      on conflict (series_id, ts_ms, revision) do nothing`,
    values: [
      tails.flatMap(({ seriesId, columns }) => Array.from(columns.tsMs, () => seriesId)),
      list("tsMs"),
      list("open"),
      list("high"),
      list("low"),
      list("close"),
      list("volume"),
    ],
  });
}

export async function appendTail(db: ClientBase | Pool, seriesId: string, columns: BarColumns): Promise<void> {
  await appendTails(db, [{ seriesId, columns }]);
}

/** Removes rows of a tail whose month has been sealed into a chunk. */
export async function deleteTail(client: ClientBase, seriesId: string, range: OpenTimes): Promise<void> {
  await client.query({
    name: "delete tail",
    text: "delete from bar_tail where series_id = $1 and ts_ms >= $2 and ts_ms < $3",
    values: [seriesId, range.fromMs, range.toMs],
  });
}

/** Open times of the first and the last stored bar; undefined where the series is empty. */
export async function seriesSpan(
  db: ClientBase | Pool,
  seriesId: string,
): Promise<{ readonly firstMs: number; readonly lastMs: number } | undefined> {
  const { rows } = await db.query<{ first_ms: number | null; last_ms: number | null }>({
    name: "series span",
    text: `select min(first_ms) as first_ms, max(last_ms) as last_ms from (
        select min(first_ms) as first_ms, max(last_ms) as last_ms from bar_chunks where series_id = $1
        union all select min(ts_ms), max(ts_ms) from bar_tail where series_id = $1
      ) both_stores`,
    values: [seriesId],
  });
  const row = rows[0];
  return row === undefined || row.first_ms === null || row.last_ms === null ? undefined : { firstMs: row.first_ms, lastMs: row.last_ms };
}

/** Open time of the last bar of the tail; undefined where the tail is empty. */
export async function lastTailMs(db: ClientBase | Pool, seriesId: string): Promise<number | undefined> {
  const { rows } = await db.query<{ ts_ms: number | null }>("select max(ts_ms) as ts_ms from bar_tail where series_id = $1", [seriesId]);
  return rows[0]?.ts_ms ?? undefined;
}
