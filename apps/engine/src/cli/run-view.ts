import { DEFAULT_FILL_MODEL, type BarFillModelSpec } from "@ballast/core/execution/fill-model-spec";
import { fillModelWords } from "@ballast/core/execution/fill-model-words";
import type { Run } from "@ballast/db/repositories/runs";
import type { ExplainedBook, Twin } from "../usecases/runs/explain-run.ts";
import { fillModelOfRun } from "../usecases/runs/run-fill-model.ts";
import { quoteText, performanceJson, riskRatioText, TRADE_COLUMNS, tradeJson } from "./performance-view.ts";
import { reasonsJson, reasonsText, twinJson, twinText } from "./run-reasons-view.ts";
import { countedText, countText, formatTable, utcText, type TableColumn } from "./table.ts";

export type RunView = {
  readonly run: Run;
  readonly books: readonly ExplainedBook[];
  /** Seeds of the accounts' slippage, by account id. */
  readonly seeds: ReadonlyMap<string, string>;
  /** The same run under an earlier key. */
  readonly twin: Twin | undefined;
  readonly warnings: readonly string[];
  readonly isWithTrades: boolean;
  readonly elapsedMs: number;
};

function bookJson(explained: ExplainedBook, { seeds, isWithTrades }: Pick<RunView, "seeds" | "isWithTrades">): Record<string, unknown> {
  const { book, summary, trades } = explained;
  return {
    account: { id: book.accountId, key: book.accountKey, seed: seeds.get(book.accountId) ?? null },
    summary: performanceJson(summary),
    slots: { decided: book.slots - book.skippedSlots, skipped: book.skippedSlots, total: book.slots },
    ...reasonsJson(explained),
    ...(isWithTrades ? { trades: trades.map(tradeJson) } : {}),
  };
}

function fillModelOf({ options }: Run): BarFillModelSpec | undefined {
  return fillModelOfRun(options["fillModel"]);
}

/** One account's summary and trades at the top; further accounts in `accounts`. */
export function summaryJson(view: RunView): string {
  const { run, elapsedMs } = view;
  const books = view.books.map((book) => bookJson(book, view));
  const [first] = books;
  const slots = view.books.reduce((sum, { book }) => sum + book.slots, 0);
  const head = {
    run: { id: run.id, key: run.key, from_ms: run.fromMs, to_ms: run.toMs },
    fill_model: fillModelOf(run) ?? DEFAULT_FILL_MODEL,
    earlier_run: twinJson(view.twin),
    warnings: view.warnings,
    elapsed_ms: elapsedMs,
    slots_per_second: elapsedMs === 0 ? null : Math.round((slots * 1_000) / elapsedMs),
  };
  return JSON.stringify(books.length === 1 ? { ...first, ...head } : { ...head, accounts: books });
}

const percent = (value: number | null): string => (value === null ? "–" : `${(value * 100).toFixed(1)} %`);

const BOOK_COLUMNS: readonly TableColumn<ExplainedBook>[] = [
  { title: "Account", cell: ({ book }) => book.accountKey },
  { title: "Slots", cell: ({ book }) => countText(book.slots), align: "right" },
  { title: "Skipped", cell: ({ book }) => countText(book.skippedSlots), align: "right" },
  { title: "Trades", cell: ({ summary }) => countText(summary.trades), align: "right" },
  { title: "Stops", cell: ({ summary }) => countText(summary.stops), align: "right" },
  { title: "Won", cell: ({ summary }) => percent(summary.winRate), align: "right" },
  { title: "Final equity", cell: ({ summary, book }) => `${quoteText(summary.finalEquity)} ${book.baseCurrency}`, align: "right" },
  { title: "Return", cell: ({ summary }) => percent(summary.totalReturn), align: "right" },
  { title: "CAGR", cell: ({ summary }) => percent(summary.cagr), align: "right" },
  { title: "Max drawdown", cell: ({ summary }) => percent(summary.maxDrawdown), align: "right" },
  { title: "Sharpe", cell: ({ summary }) => riskRatioText(summary.sharpe), align: "right" },
  { title: "Sortino", cell: ({ summary }) => riskRatioText(summary.sortino), align: "right" },
  { title: "Calmar", cell: ({ summary }) => riskRatioText(summary.calmar), align: "right" },
];

/** What slippage is drawn from: the account's seed, which stands for each alone where they are many. */
function seedsText({ books, seeds }: RunView): string {
  const distinct = [...new Set(books.map(({ book }) => seeds.get(book.accountId) ?? ""))];
  return distinct.length === 1
    ? `seed ${distinct.join("")}`
    : `a seed for each of ${countText(distinct.length)} accounts (--json lists them)`;
}

/** The summary as people read it in a terminal. */
export function summaryText(view: RunView): string {
  const { run, books, isWithTrades, elapsedMs } = view;
  const slots = books.reduce((sum, { book }) => sum + book.slots, 0);
  const lines = [
    `Run ${run.key}, ${utcText(run.fromMs)} to ${utcText(run.toMs ?? run.fromMs)}: ${countedText(slots, "slot")} in ${(elapsedMs / 1_000).toFixed(1)} s.`,
    `Id ${run.id}, ${seedsText(view)}`,
    `Fills: ${fillModelWords(fillModelOf(run))}`,
    ...twinText(view.twin),
    formatTable(BOOK_COLUMNS, books),
    ...reasonsText(books),
  ];
  if (isWithTrades)
    for (const { book, trades } of books) lines.push("", `Trades of ${book.accountKey}`, formatTable(TRADE_COLUMNS, trades));
  return lines.join("\n");
}
