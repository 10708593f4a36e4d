import type { Bar, BarColumns } from "@ballast/core/market/bar";
import { barAt, firstRowFrom, newColumns } from "@ballast/core/market/columns";
import { loadColumns, type BarSource } from "./load-columns.ts";

/** Bars held of one instrument: 2.4 MB, a month of minutes or five years of hours. */
const WINDOW_BARS = 50_000;

/**
 * One instrument's bars around the close that is being sealed. Bars are asked for in time order, so
 * a cursor finds each at once; what lies ahead is loaded a window at a time.
 */
export class BarWindow {
  readonly #source: BarSource;
  readonly #seriesId: string | undefined;
  readonly #timeframeMs: number;
  #columns: BarColumns = newColumns(0);
  /** Bars that open before this, and from the window's beginning on, are known. */
  #knownToMs = Number.NEGATIVE_INFINITY;
  #cursor = 0;

  /** An instrument without a series has no bars: it is absent until it gets one. */
  constructor(source: BarSource, series: { readonly id: string | undefined; readonly timeframeMs: number }) {
    this.#source = source;
    this.#seriesId = series.id;
    this.#timeframeMs = series.timeframeMs;
  }

  /**
   * Loads what is stored from `openMs` on, where it is not loaded yet. Bars that open before `toMs`
   * are complete in the store; the one at `toMs` is taken along where it is there, for its open.
   */
  async ensure(openMs: number, toMs: number): Promise<void> {
    if (openMs < this.#knownToMs) return;
    const endMs = Math.min(toMs, openMs + WINDOW_BARS * this.#timeframeMs);
    this.#columns =
      this.#seriesId === undefined
        ? newColumns(0)
        : await loadColumns(this.#source, this.#seriesId, { fromMs: openMs, toMs: endMs + this.#timeframeMs });
    this.#knownToMs = endMs;
    this.#cursor = 0;
  }

  /** The bar that opened at a time; undefined where there is none. */
  barAt(openMs: number): Bar | undefined {
    const row = this.#find(openMs);
    return row === undefined ? undefined : barAt(this.#columns, row);
  }

  /** Where the bar that begins at a time opened. */
  openAt(openMs: number): number | undefined {
    const row = this.#find(openMs);
    return row === undefined ? undefined : this.#columns.open[row];
  }

  #find(openMs: number): number | undefined {
    const { tsMs } = this.#columns;
    // Mostly this bar or the next; a jump over a gap is searched.
    if ((tsMs[this.#cursor] ?? 0) !== openMs)
      this.#cursor = tsMs[this.#cursor + 1] === openMs ? this.#cursor + 1 : firstRowFrom(this.#columns, openMs);
    return tsMs[this.#cursor] === openMs ? this.#cursor : undefined;
  }
}
