import type { Dataset, DatasetSeries } from "../contract/lab.ts";
import type { Tx } from "../database.ts";

type Row = {
  readonly source: string;
  readonly timeframe_ms: number;
  readonly is_synthetic: boolean;
  readonly symbol: string;
  readonly first_ms: number | null;
  readonly last_ms: number | null;
  readonly bars: number;
};

/** Series with the range that is stored of each: sealed months in their newest revision, and the tail after them. */
const SERIES = `select s.source, s.timeframe_ms, s.is_synthetic, s.symbol, least(c.first_ms, t.first_ms) as first_ms,
    greatest(c.last_ms, t.last_ms) as last_ms, (coalesce(c.bars, 0) + coalesce(t.bars, 0))::int8 as bars
  from series s
  left join lateral (
    select min(first_ms) as first_ms, max(last_ms) as last_ms, sum(rows) as bars
      from (select distinct on (month_ms) first_ms, last_ms, rows from bar_chunks where series_id = s.id order by month_ms, revision desc) m) c on true
  left join lateral (select min(ts_ms) as first_ms, max(ts_ms) as last_ms, count(distinct ts_ms) as bars from bar_tail where series_id = s.id) t on true
  order by s.is_synthetic, s.source, s.timeframe_ms, s.symbol`;

/** What is stored, by source and timeframe; a series without a bar is not there. */
export async function listDatasets(tx: Tx): Promise<readonly Dataset[]> {
  const datasets = new Map<string, Dataset & { readonly series: DatasetSeries[] }>();
  for (const row of await tx.rows<Row>(SERIES)) {
    if (row.first_ms === null || row.last_ms === null) continue;
    const { source, timeframe_ms: timeframeMs, is_synthetic: isSynthetic, symbol, bars } = row;
    const key = `${source} ${timeframeMs}`;
    const dataset = datasets.get(key) ?? { source, timeframeMs, isSynthetic, series: [] };
    dataset.series.push({ symbol, fromMs: row.first_ms, toMs: row.last_ms + timeframeMs, bars });
    datasets.set(key, dataset);
  }
  return [...datasets.values()];
}
