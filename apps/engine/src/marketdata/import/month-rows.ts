import type { BarColumns } from "@ballast/core/market/bar";
import { newColumns, viewOfColumns } from "@ballast/core/market/columns";
import { monthStartMs, nextMonthStartMs } from "@ballast/core/time/calendar";
import { VALUE_COLUMNS, type BarBatch } from "./bar-batch.ts";

export type MonthRange = { readonly fromMs: number; readonly toMs: number };

/** The calendar month (UTC) around a time: chunks are cut by it. */
export function monthRange(tsMs: number): MonthRange {
  return { fromMs: monthStartMs(tsMs), toMs: nextMonthStartMs(tsMs) };
}

/** The bars of one calendar month, with the line that each came from. At most one per interval, so its size is known. */
export class MonthRows {
  readonly fromMs: number;
  readonly toMs: number;
  readonly #all: BarColumns;
  readonly #lines: Float64Array;
  #rows = 0;

  constructor(range: MonthRange, timeframeMs: number) {
    const capacity = Math.ceil((range.toMs - range.fromMs) / timeframeMs);
    this.fromMs = range.fromMs;
    this.toMs = range.toMs;
    this.#all = newColumns(capacity);
    this.#lines = new Float64Array(capacity);
  }

  get rows(): number {
    return this.#rows;
  }

  push(batch: BarBatch, row: number, line: number): void {
    const at = this.#rows;
    this.#all.tsMs[at] = batch.tsMs[row] ?? Number.NaN;
    for (const column of VALUE_COLUMNS) this.#all[column][at] = batch[column][row] ?? Number.NaN;
    this.#lines[at] = line;
    this.#rows = at + 1;
  }

  /** Whether the last bar here is the batch's row, value by value. */
  endsWith(batch: BarBatch, row: number): boolean {
    const last = this.#rows - 1;
    return this.#all.tsMs[last] === batch.tsMs[row] && VALUE_COLUMNS.every((column) => this.#all[column][last] === batch[column][row]);
  }

  lineOf(row: number): number {
    return this.#lines[row] ?? 0;
  }

  /** A view of the bars so far. */
  columns(): BarColumns {
    return viewOfColumns(this.#all, { from: 0, to: this.#rows });
  }
}
