import type { Bar } from "@ballast/core/market/bar";
import { decodeChunk } from "@ballast/core/market/chunk";
import { barAt } from "@ballast/core/market/columns";
import { DAY_MS } from "@ballast/core/time/timeframe";
import type { Tx } from "../database.ts";

/** The shortest month: chunks are monthly, so this many days' worth of bars needs one chunk more at most. */
const MONTH_DAYS_MIN = 28;

export type Series = { readonly id: string; readonly symbol: string; readonly timeframeMs: number; readonly isSynthetic: boolean };
type Wanted = { readonly series: Series; readonly beforeMs: number; readonly limit: number };

/** Columns of the newest revision of each month that holds a bar before the time, as many as the limit may need. */
async function readChunks(tx: Tx, { series, beforeMs, limit }: Wanted): Promise<readonly Bar[]> {
  const months = Math.ceil((limit * series.timeframeMs) / (MONTH_DAYS_MIN * DAY_MS)) + 1;
  const rows = await tx.rows<{ readonly body: Uint8Array }>(
    `select distinct on (month_ms) body from bar_chunks where series_id = $1 and first_ms < $2 order by month_ms desc, revision desc limit $3`,
    [series.id, beforeMs, months],
  );
  return rows.flatMap(({ body }) => {
    const { columns } = decodeChunk(body);
    return Array.from(columns.tsMs, (_, row) => barAt(columns, row));
  });
}

type TailRow = {
  readonly ts_ms: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
};

async function readTail(tx: Tx, { series, beforeMs, limit }: Wanted): Promise<readonly Bar[]> {
  const rows = await tx.rows<TailRow>(
    `select distinct on (ts_ms) ts_ms, open, high, low, close, volume from bar_tail
      where series_id = $1 and ts_ms < $2 order by ts_ms desc, revision desc limit $3`,
    [series.id, beforeMs, limit],
  );
  return rows.map(({ ts_ms: tsMs, ...prices }) => ({ tsMs, ...prices }));
}

/** The newest `limit` bars that opened before a time, ascending; a missing interval stays missing. */
export async function readBars(tx: Tx, wanted: Wanted): Promise<readonly Bar[]> {
  const byOpen = new Map<number, Bar>();
  for (const bar of await readChunks(tx, wanted)) if (bar.tsMs < wanted.beforeMs) byOpen.set(bar.tsMs, bar);
  for (const bar of await readTail(tx, wanted)) byOpen.set(bar.tsMs, bar);
  return [...byOpen.values()].sort((left, right) => left.tsMs - right.tsMs).slice(-wanted.limit);
}

/** Open of the first bar of a series; undefined where it has none. */
export async function oldestBarMs(tx: Tx, seriesId: string): Promise<number | undefined> {
  const rows = await tx.rows<{ readonly first_ms: number | null }>(
    "select least((select min(first_ms) from bar_chunks where series_id = $1), (select min(ts_ms) from bar_tail where series_id = $1)) as first_ms",
    [seriesId],
  );
  return rows[0]?.first_ms ?? undefined;
}
