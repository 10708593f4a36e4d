/** What the exports of a backtest hold. Times are the opening times of bars, amounts exact decimals in the currency named beside them. */
import type { Instrument } from "../market/instrument.ts";
import { PRICE_SCALE } from "../money/asset.ts";
import { formatUnits } from "../numeric/fixed.ts";
import { netUnitsOf, type ClosedTrade } from "./closed-trade.ts";
import { costOfFill, tradedPair, type FillCost, type ReportFill } from "./cost-breakdown.ts";
import { exportLines, utcOfMs, type DecimalCell, type ExportColumn, type ExportFormat } from "./export-text.ts";
import type { MarkColumns } from "./marks.ts";
import type { MonthReturn } from "./monthly-returns.ts";
import type { TradeRow } from "./trade-rows.ts";

export const EXPORT_TABLES = ["trades", "fills", "equity", "monthly"] as const;
export type ExportTable = (typeof EXPORT_TABLES)[number];

/** What the exports are made of: what the report was made of, and the report's rows. */
export type ExportSource = {
  readonly quoteScale: number;
  readonly instruments: readonly Instrument[];
  readonly trades: readonly ClosedTrade[];
  readonly fills: readonly ReportFill[];
  readonly marks: MarkColumns;
  readonly tradeRows: readonly TradeRow[];
  readonly months: readonly MonthReturn[];
};

const decimal = (units: bigint, scale: number): DecimalCell => ({ decimal: formatUnits(units, scale) });

type ExportedTrade = { readonly trade: ClosedTrade; readonly row: TradeRow };

function tradeColumns({ instruments, quoteScale }: ExportSource): readonly ExportColumn<ExportedTrade>[] {
  return [
    { name: "trade", cell: ({ row }) => row.n },
    { name: "instrument", cell: ({ trade }) => trade.symbol },
    { name: "entry_utc", cell: ({ trade }) => utcOfMs(trade.entryMs) },
    { name: "entry_ms", cell: ({ trade }) => trade.entryMs },
    { name: "entry_price", cell: ({ trade }) => decimal(trade.entryPriceUnits, PRICE_SCALE) },
    { name: "exit_utc", cell: ({ trade }) => utcOfMs(trade.exitMs) },
    { name: "exit_ms", cell: ({ trade }) => trade.exitMs },
    { name: "exit_price", cell: ({ trade }) => decimal(trade.exitPriceUnits, PRICE_SCALE) },
    { name: "quantity", cell: ({ trade }) => decimal(trade.quantity, tradedPair(instruments, trade.symbol).base.scale) },
    { name: "cost", cell: ({ trade }) => decimal(trade.costUnits, quoteScale) },
    { name: "proceeds", cell: ({ trade }) => decimal(trade.proceedsUnits, quoteScale) },
    { name: "net", cell: ({ trade }) => decimal(netUnitsOf(trade), quoteScale) },
    { name: "return", cell: ({ row }) => row.return },
    { name: "why", cell: ({ trade }) => trade.why },
    { name: "reason", cell: ({ trade }) => trade.reason },
    { name: "regime", cell: ({ row }) => row.regime },
    { name: "bars_held", cell: ({ row }) => row.barsHeld },
    { name: "adverse", cell: ({ row }) => row.adverse },
    { name: "favourable", cell: ({ row }) => row.favourable },
  ];
}

function* exportedTrades({ trades, tradeRows }: ExportSource): Generator<ExportedTrade, undefined> {
  if (trades.length !== tradeRows.length) throw new RangeError(`${tradeRows.length} rows of ${trades.length} trades`);
  for (const [index, trade] of trades.entries()) {
    const row = tradeRows[index];
    if (row !== undefined) yield { trade, row };
  }
}

type ExportedFill = { readonly fill: ReportFill; readonly pair: Instrument; readonly cost: FillCost };

const FILL_COLUMNS: readonly ExportColumn<ExportedFill>[] = [
  { name: "at_utc", cell: ({ fill }) => utcOfMs(fill.atMs) },
  { name: "at_ms", cell: ({ fill }) => fill.atMs },
  { name: "order_id", cell: ({ fill }) => fill.orderId },
  { name: "instrument", cell: ({ fill }) => fill.symbol },
  { name: "side", cell: ({ fill }) => fill.side },
  { name: "quantity", cell: ({ fill, pair }) => decimal(fill.quantity, pair.base.scale) },
  { name: "price", cell: ({ fill }) => decimal(fill.priceUnits, PRICE_SCALE) },
  { name: "reference_price", cell: ({ fill }) => decimal(fill.referencePriceUnits, PRICE_SCALE) },
  { name: "notional", cell: ({ cost, pair }) => decimal(cost.notionalUnits, pair.quote.scale) },
  { name: "fee", cell: ({ cost, pair }) => decimal(cost.feeUnits, pair.quote.scale) },
  { name: "slippage", cell: ({ cost, pair }) => decimal(cost.slippageUnits, pair.quote.scale) },
  { name: "currency", cell: ({ pair }) => pair.quote.code },
  { name: "why", cell: ({ fill }) => fill.why },
];

function* exportedFills({ fills, instruments }: ExportSource): Generator<ExportedFill, undefined> {
  for (const fill of fills) {
    const pair = tradedPair(instruments, fill.symbol);
    yield { fill, pair, cost: costOfFill(fill, pair) };
  }
}

type ExportedMark = {
  readonly tsMs: number;
  readonly equity: number;
  readonly cash: number;
  readonly exposure: number;
  readonly high: number;
};

const EQUITY_COLUMNS: readonly ExportColumn<ExportedMark>[] = [
  { name: "at_utc", cell: ({ tsMs }) => utcOfMs(tsMs) },
  { name: "at_ms", cell: ({ tsMs }) => tsMs },
  { name: "equity", cell: ({ equity }) => equity },
  { name: "cash", cell: ({ cash }) => cash },
  { name: "exposure", cell: ({ exposure }) => exposure },
  { name: "drawdown", cell: ({ equity, high }) => (high > 0 ? (high - equity) / high : null) },
];

function* exportedMarks({ marks }: ExportSource): Generator<ExportedMark, undefined> {
  let high = -Infinity;
  for (let row = 0; row < marks.tsMs.length; row += 1) {
    const equity = marks.equity[row] ?? NaN;
    high = Math.max(high, equity);
    yield { tsMs: marks.tsMs[row] ?? NaN, equity, cash: marks.cash[row] ?? NaN, exposure: marks.exposure[row] ?? NaN, high };
  }
}

const MONTH_COLUMNS: readonly ExportColumn<MonthReturn>[] = [
  { name: "year", cell: ({ year }) => year },
  { name: "month", cell: ({ month }) => month },
  { name: "bars", cell: ({ bars }) => bars },
  { name: "start_equity", cell: ({ startEquity }) => startEquity },
  { name: "end_equity", cell: ({ endEquity }) => endEquity },
  { name: "return", cell: (month) => month.return },
];

/** The lines of one export, made as they are asked for. */
export function backtestExport(source: ExportSource, table: ExportTable, format: ExportFormat): Generator<string, undefined> {
  switch (table) {
    case "trades":
      return exportLines(tradeColumns(source), exportedTrades(source), format);
    case "fills":
      return exportLines(FILL_COLUMNS, exportedFills(source), format);
    case "equity":
      return exportLines(EQUITY_COLUMNS, exportedMarks(source), format);
    case "monthly":
      return exportLines(MONTH_COLUMNS, source.months, format);
  }
}
