import { decodeChunk } from "@ballast/core/market/chunk";
import type { BarGap, Coverage } from "../contract/lab.ts";
import type { Tx } from "../database.ts";

/** As many gaps as a page lists; how many there are in all is told beside them. */
const GAPS_LISTED = 12;

type Wanted = {
  readonly source: string;
  readonly instruments: readonly string[];
  readonly timeframeMs: number;
  readonly fromMs: number;
  readonly toMs: number;
};

type Opened = { readonly tsMs: number; readonly volume: number };

/** Bars of a series within a period, ascending. Of a month that was repaired the newest revision counts, and a bar of the tail before its sealed one. */
async function readOpened(tx: Tx, seriesId: string, { fromMs, toMs }: Wanted): Promise<readonly Opened[]> {
  const chunks = await tx.rows<{ readonly body: Uint8Array }>(
    `select distinct on (month_ms) body from bar_chunks where series_id = $1 and first_ms < $3 and last_ms >= $2 order by month_ms, revision desc`,
    [seriesId, fromMs, toMs],
  );
  const tail = await tx.rows<{ readonly ts_ms: number; readonly volume: number }>(
    "select distinct on (ts_ms) ts_ms, volume from bar_tail where series_id = $1 and ts_ms >= $2 and ts_ms < $3 order by ts_ms, revision desc",
    [seriesId, fromMs, toMs],
  );
  const byOpen = new Map<number, number>();
  for (const { body } of chunks) {
    const { tsMs, volume } = decodeChunk(body).columns;
    tsMs.forEach((atMs, row) => {
      if (atMs >= fromMs && atMs < toMs) byOpen.set(atMs, volume[row] ?? 0);
    });
  }
  for (const row of tail) byOpen.set(row.ts_ms, row.volume);
  return [...byOpen].map(([tsMs, volume]) => ({ tsMs, volume })).sort((left, right) => left.tsMs - right.tsMs);
}

/** Where bars are missing between the first and the last moment of a period. */
export function gapsBetween(opens: readonly number[], of: Pick<Wanted, "fromMs" | "toMs" | "timeframeMs">): readonly BarGap[] {
  const { fromMs, toMs, timeframeMs } = of;
  const gaps: BarGap[] = [];
  let dueMs = fromMs;
  for (const openMs of [...opens, toMs]) {
    if (openMs > dueMs) gaps.push({ fromMs: dueMs, toMs: openMs, bars: Math.round((openMs - dueMs) / timeframeMs) });
    dueMs = openMs + timeframeMs;
  }
  return gaps;
}

function longest(gaps: readonly BarGap[]): readonly BarGap[] {
  const last = gaps.at(-1);
  const kept = [...gaps].sort((left, right) => right.bars - left.bars).slice(0, GAPS_LISTED);
  // The last stays: it may be the end of what is stored.
  if (last !== undefined && !kept.includes(last)) kept.push(last);
  return kept.sort((left, right) => left.fromMs - right.fromMs);
}

/** What is stored of each instrument within a period, with its gaps: a result over a hole is read with the hole in sight. */
export async function readCoverage(tx: Tx, wanted: Wanted): Promise<readonly Coverage[]> {
  const series = await tx.rows<{ readonly id: string; readonly symbol: string }>(
    "select id, symbol from series where source = $1 and timeframe_ms = $2 and symbol = any($3) order by symbol",
    [wanted.source, wanted.timeframeMs, wanted.instruments],
  );
  const coverage: Coverage[] = [];
  for (const { id, symbol } of series) {
    const opened = await readOpened(tx, id, wanted);
    const gaps = gapsBetween(
      opened.map(({ tsMs }) => tsMs),
      wanted,
    );
    coverage.push({
      symbol,
      bars: opened.length,
      expected: Math.max(0, Math.floor((wanted.toMs - wanted.fromMs) / wanted.timeframeMs)),
      gapCount: gaps.length,
      gaps: longest(gaps),
      silentBars: opened.filter(({ volume }) => volume === 0).length,
    });
  }
  return coverage;
}
