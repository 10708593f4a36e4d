import type { RoundTrip } from "@ballast/core/backtest/summary";
import type { Run } from "@ballast/db/repositories/runs";
import type { BookSummary } from "../usecases/runs/summarise-run.ts";
import { countText, formatTable, utcText, type TableColumn } from "./table.ts";

export type RunView = {
  readonly run: Run;
  readonly summaries: readonly BookSummary[];
  readonly isWithTrades: boolean;
  readonly elapsedMs: number;
};

function bookJson({ book, summary, trades }: BookSummary, isWithTrades: boolean): Record<string, unknown> {
  return {
    account: { id: book.accountId, key: book.accountKey },
    summary: {
      bars: summary.bars,
      trades: summary.trades,
      win_rate: summary.winRate,
      final_equity: summary.finalEquity,
      total_return: summary.totalReturn,
      cagr: summary.cagr,
      max_drawdown: summary.maxDrawdown,
      sharpe: summary.sharpe,
      stops: summary.stops,
    },
    slots: { decided: book.receipts, skipped: book.skippedSlots, total: book.slots },
    ...(isWithTrades
      ? {
          trades: trades.map(({ symbol, entryMs, entry, exitMs, exit, why, net }) => ({
            instrument: symbol,
            entry_ts: entryMs,
            entry,
            exit_ts: exitMs,
            exit,
            why,
            net,
          })),
        }
      : {}),
  };
}

/** One account's summary and trades at the top; further accounts in `accounts`. */
export function summaryJson({ run, summaries, isWithTrades, elapsedMs }: RunView): string {
  const books = summaries.map((summary) => bookJson(summary, isWithTrades));
  const [first] = books;
  const slots = summaries.reduce((sum, { book }) => sum + book.slots, 0);
  const head = {
    run: { id: run.id, key: run.key, from_ms: run.fromMs, to_ms: run.toMs },
    elapsed_ms: elapsedMs,
    slots_per_second: elapsedMs === 0 ? null : Math.round((slots * 1_000) / elapsedMs),
  };
  return JSON.stringify(books.length === 1 ? { ...first, ...head } : { ...head, accounts: books });
}

const percent = (value: number | null): string => (value === null ? "–" : `${(value * 100).toFixed(1)} %`);
const ratio = (value: number | null): string => (value === null ? "–" : value.toFixed(2));
const money = (value: number): string => value.toFixed(2);

const BOOK_COLUMNS: readonly TableColumn<BookSummary>[] = [
  { title: "Account", cell: ({ book }) => book.accountKey },
  { title: "Slots", cell: ({ book }) => countText(book.slots), align: "right" },
  { title: "Skipped", cell: ({ book }) => countText(book.skippedSlots), align: "right" },
  { title: "Trades", cell: ({ summary }) => countText(summary.trades), align: "right" },
  { title: "Stops", cell: ({ summary }) => countText(summary.stops), align: "right" },
  { title: "Won", cell: ({ summary }) => percent(summary.winRate), align: "right" },
  { title: "Final equity", cell: ({ summary, book }) => `${money(summary.finalEquity)} ${book.baseCurrency}`, align: "right" },
  { title: "Return", cell: ({ summary }) => percent(summary.totalReturn), align: "right" },
  { title: "CAGR", cell: ({ summary }) => percent(summary.cagr), align: "right" },
  { title: "Max drawdown", cell: ({ summary }) => percent(summary.maxDrawdown), align: "right" },
  { title: "Sharpe", cell: ({ summary }) => ratio(summary.sharpe), align: "right" },
];

const TRADE_COLUMNS: readonly TableColumn<RoundTrip>[] = [
  { title: "Instrument", cell: ({ symbol }) => symbol },
  { title: "Entry", cell: ({ entryMs }) => utcText(entryMs) },
  { title: "Price", cell: ({ entry }) => String(entry), align: "right" },
  { title: "Exit", cell: ({ exitMs }) => utcText(exitMs) },
  { title: "Price", cell: ({ exit }) => String(exit), align: "right" },
  { title: "Why", cell: ({ why }) => why },
  { title: "Net", cell: ({ net }) => money(net), align: "right" },
];

/** The summary as people read it in a terminal. */
export function summaryText({ run, summaries, isWithTrades, elapsedMs }: RunView): string {
  const slots = summaries.reduce((sum, { book }) => sum + book.slots, 0);
  const lines = [
    `Run ${run.key}, ${utcText(run.fromMs)} to ${utcText(run.toMs ?? run.fromMs)}: ${countText(slots)} slots in ${(elapsedMs / 1_000).toFixed(1)} s.`,
    formatTable(BOOK_COLUMNS, summaries),
  ];
  if (isWithTrades)
    for (const { book, trades } of summaries) lines.push("", `Trades of ${book.accountKey}`, formatTable(TRADE_COLUMNS, trades));
  return lines.join("\n");
}
