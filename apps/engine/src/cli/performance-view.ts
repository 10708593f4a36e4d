import type { RoundTrip, Summary } from "@ballast/core/backtest/summary";
import { fillWords } from "@ballast/core/decision/exit-words";
import { utcText, type TableColumn } from "./table.ts";

/** What a run and a backtest both say of what was earned: one set of names for whoever reads either. */
export function performanceJson(summary: Summary): Record<string, number | null> {
  return {
    bars: summary.bars,
    trades: summary.trades,
    win_rate: summary.winRate,
    final_equity: summary.finalEquity,
    total_return: summary.totalReturn,
    cagr: summary.cagr,
    max_drawdown: summary.maxDrawdown,
    sharpe: summary.sharpe,
    sortino: summary.sortino,
    calmar: summary.calmar,
    volatility: summary.volatility,
    stops: summary.stops,
  };
}

export function tradeJson({ symbol, entryMs, entry, exitMs, exit, why, reason, net }: RoundTrip): Record<string, string | number> {
  return { instrument: symbol, entry_ts: entryMs, entry, exit_ts: exitMs, exit, why, reason, net };
}

export const riskRatioText = (value: number | null): string => (value === null ? "–" : value.toFixed(2));
export const quoteText = (value: number): string => value.toFixed(2);

export const TRADE_COLUMNS: readonly TableColumn<RoundTrip>[] = [
  { title: "Instrument", cell: ({ symbol }) => symbol },
  { title: "Entry", cell: ({ entryMs }) => utcText(entryMs) },
  { title: "Price", cell: ({ entry }) => String(entry), align: "right" },
  { title: "Exit", cell: ({ exitMs }) => utcText(exitMs) },
  { title: "Price", cell: ({ exit }) => String(exit), align: "right" },
  { title: "Why", cell: ({ why, reason }) => fillWords(why, reason) },
  { title: "Net", cell: ({ net }) => quoteText(net), align: "right" },
];
