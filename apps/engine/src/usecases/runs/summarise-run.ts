import { summarise, type EquityMark, type RoundTrip, type Summary } from "@ballast/core/backtest/summary";
import { isFillWhy } from "@ballast/core/decision/exit-words";
import { decodeSnapshot } from "@ballast/core/market/snapshot";
import { assetOf, PRICE_SCALE } from "@ballast/core/money/asset";
import { numberOfUnits } from "@ballast/core/numeric/fixed";
import {
  readDisposals,
  readEquityMarks,
  readRunBooks,
  type BookReportRow,
  type DisposalReportRow,
} from "@ballast/db/repositories/run-report";
import type { Run } from "@ballast/db/repositories/runs";
import { readSnapshots } from "@ballast/db/repositories/snapshots";
import type { Pool } from "pg";

export type BookSummary = {
  readonly book: BookReportRow;
  readonly summary: Summary;
  readonly trades: readonly RoundTrip[];
  readonly marks: readonly EquityMark[];
};

const SNAPSHOTS_READ = 2_048;

/** Open times of the bars that the run's closes hold: a close without any bar is no bar of the curve. */
async function barTimes(pool: Pool, run: Run): Promise<Map<number, number>> {
  const times = new Map<number, number>();
  if (run.lineageId === null || run.toMs === null) return times;
  for (let fromMs = run.fromMs + 1; ;) {
    const rows = await readSnapshots(pool, { lineageId: run.lineageId, fromMs, toMs: run.toMs, limit: SNAPSHOTS_READ });
    for (const row of rows) {
      const { closeMs, timeframeMs, instruments } = decodeSnapshot(row.body);
      if (instruments.some(({ bar }) => bar !== undefined)) times.set(closeMs, closeMs - timeframeMs);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < SNAPSHOTS_READ) return times;
    fromMs = last.closeMs + 1;
  }
}

function roundTripOf(row: DisposalReportRow, quoteScale: number): RoundTrip {
  return {
    symbol: row.symbol,
    entryMs: row.openedMs,
    entry: numberOfUnits(row.entryPriceUnits, PRICE_SCALE),
    exitMs: row.closedMs,
    exit: numberOfUnits(row.exitPriceUnits, PRICE_SCALE),
    why: isFillWhy(row.why) ? row.why : "exit",
    reason: row.reason,
    net: numberOfUnits(row.proceedsUnits - row.costUnits, quoteScale),
  };
}

/** The book's equity at each close of a bar, as its receipts have it: those of closes that its window skipped too. */
async function marksOf(pool: Pool, book: BookReportRow, times: ReadonlyMap<number, number>): Promise<EquityMark[]> {
  const { scale } = assetOf(book.baseCurrency);
  const unitsByClose = new Map<number, bigint>();
  for (const { atMs, equityUnits } of await readEquityMarks(pool, book)) unitsByClose.set(atMs, equityUnits);
  return [...times].flatMap(([closeMs, tsMs]) => {
    const units = unitsByClose.get(closeMs);
    return units === undefined ? [] : [{ tsMs, equity: numberOfUnits(units, scale) }];
  });
}

/** What each book of a run earned, from its receipts, lots and fills as they stand in the database. */
export async function summariseRun(pool: Pool, run: Run): Promise<BookSummary[]> {
  const times = await barTimes(pool, run);
  const summaries: BookSummary[] = [];
  for (const book of await readRunBooks(pool, run.id)) {
    const { scale } = assetOf(book.baseCurrency);
    const trades = (await readDisposals(pool, book)).map((row) => roundTripOf(row, scale));
    const marks = await marksOf(pool, book, times);
    const timeframeMs = times.size === 0 ? 1 : ([...times].map(([closeMs, tsMs]) => closeMs - tsMs)[0] ?? 1);
    const summary = summarise({
      startEquity: numberOfUnits(book.openedUnits, scale),
      finalEquity: numberOfUnits(book.equityUnits, scale),
      marks,
      trades,
      timeframeMs,
    });
    summaries.push({ book, summary: { ...summary, bars: times.size }, trades, marks });
  }
  return summaries;
}
