import { utcOfMs, type ExportCell, type ExportColumn } from "./export-text.ts";
import type { ParityRow } from "./parity-report.ts";

const decimal = (text: string | undefined): ExportCell => (text === undefined ? null : { decimal: text });
const time = (ms: number | undefined): ExportCell => (ms === undefined ? null : utcOfMs(ms));

/** A parity report's rows as a file has them: paper, backtest, and paper less backtest. */
export const parityColumns: readonly ExportColumn<ParityRow>[] = [
  { name: "n", cell: ({ n }) => n },
  { name: "at_utc", cell: ({ atMs }) => utcOfMs(atMs) },
  { name: "instrument", cell: ({ symbol }) => symbol },
  { name: "side", cell: ({ side }) => side },
  { name: "verdict", cell: ({ verdict }) => verdict },
  { name: "differs", cell: ({ differs }) => differs.join(" ") },
  { name: "paper_at_utc", cell: ({ paper }) => time(paper?.atMs) },
  { name: "paper_quantity", cell: ({ paper }) => decimal(paper?.quantity) },
  { name: "paper_price", cell: ({ paper }) => decimal(paper?.price) },
  { name: "paper_fee", cell: ({ paper }) => decimal(paper?.fee) },
  { name: "paper_why", cell: ({ paper }) => paper?.why ?? null },
  { name: "backtest_at_utc", cell: ({ backtest }) => time(backtest?.atMs) },
  { name: "backtest_quantity", cell: ({ backtest }) => decimal(backtest?.quantity) },
  { name: "backtest_price", cell: ({ backtest }) => decimal(backtest?.price) },
  { name: "backtest_fee", cell: ({ backtest }) => decimal(backtest?.fee) },
  { name: "backtest_why", cell: ({ backtest }) => backtest?.why ?? null },
  { name: "time_ms", cell: ({ gap }) => gap?.timeMs ?? null },
  { name: "price", cell: ({ gap }) => decimal(gap?.price) },
  { name: "price_bps", cell: ({ gap }) => gap?.priceBps ?? null },
  { name: "quantity", cell: ({ gap }) => decimal(gap?.quantity) },
  { name: "fee", cell: ({ gap }) => decimal(gap?.fee) },
  { name: "worth", cell: ({ gap }) => decimal(gap?.worth) },
  { name: "base", cell: ({ base }) => base },
  { name: "quote", cell: ({ quote }) => quote },
  { name: "cause", cell: ({ cause }) => cause },
  { name: "because", cell: ({ because }) => because },
  { name: "follows", cell: ({ follows }) => follows },
];
