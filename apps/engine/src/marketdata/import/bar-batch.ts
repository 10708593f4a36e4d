import type { Bar } from "@ballast/core/market/bar";
import type { ReadUnit } from "./timestamp-unit.ts";

/** Rows that a reader hands on at a time: enough to make a call cheap, little enough to stay in cache. */
export const BATCH_ROWS = 8_192;

/**
 * Bars as read, before any check of order or sense: columns with the line that each came from.
 * A reader fills one batch again and again; who keeps rows copies them.
 */
export class BarBatch {
  readonly line = new Float64Array(BATCH_ROWS);
  readonly tsMs = new Float64Array(BATCH_ROWS);
  readonly open = new Float64Array(BATCH_ROWS);
  readonly high = new Float64Array(BATCH_ROWS);
  readonly low = new Float64Array(BATCH_ROWS);
  readonly close = new Float64Array(BATCH_ROWS);
  readonly volume = new Float64Array(BATCH_ROWS);
  rows = 0;
  /** What the file's timestamps were read as; undefined where it declares them to be times. */
  timestampUnit: ReadUnit | undefined;

  barAt(row: number): Bar {
    return {
      tsMs: this.tsMs[row] ?? Number.NaN,
      open: this.open[row] ?? Number.NaN,
      high: this.high[row] ?? Number.NaN,
      low: this.low[row] ?? Number.NaN,
      close: this.close[row] ?? Number.NaN,
      volume: this.volume[row] ?? Number.NaN,
    };
  }
}

/** The value columns of a bar, in the order of every layout here. */
export const VALUE_COLUMNS = ["open", "high", "low", "close", "volume"] as const;
export type ValueColumn = (typeof VALUE_COLUMNS)[number];
