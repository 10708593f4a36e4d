import { boundaryAtOrBefore } from "../time/timeframe.ts";
import type { Bar, BarColumns } from "./bar.ts";
import { barAt, columnsOfBars, firstRowFrom } from "./columns.ts";

/** A trade as the venue printed it. */
export type Trade = { readonly tsMs: number; readonly price: number; readonly amount: number };

type OpenInterval = {
  readonly openMs: number;
  firstMs: number;
  lastMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
};

/** How far apart the earliest and latest open interval may be: a feed's disorder, not a history. */
const OPEN_INTERVALS_MAX = 64;

export type AggregationCounts = {
  /** Intervals that closed without a trade, after the first bar. No bar stands for them. */
  readonly emptyBars: number;
  /** Pieces that came after their interval had closed; they are counted and change nothing. */
  readonly latePieces: number;
};

/**
 * Pieces (trades, or bars of a shorter timeframe) → bars of a timeframe, by watermark: a bar closes
 * when the watermark, the time before which nothing more will come, reaches its boundary; never
 * because a later piece arrived. Within a bar the earliest time opens, the latest closes, arrival
 * decides ties, and volume adds up in order of arrival.
 *
 * Empty-bar policy: an interval without a piece gives no bar and is counted.
 */
export class BarAggregator {
  readonly #timeframeMs: number;
  readonly #open = new Map<number, OpenInterval>();
  #watermarkMs = -Infinity;
  #nextOpenMs: number | undefined;
  #emptyBars = 0;
  #latePieces = 0;

  constructor(timeframeMs: number) {
    if (!Number.isSafeInteger(timeframeMs) || timeframeMs <= 0) throw new RangeError(`not a timeframe: ${timeframeMs}`);
    this.#timeframeMs = timeframeMs;
  }

  get counts(): AggregationCounts {
    return { emptyBars: this.#emptyBars, latePieces: this.#latePieces };
  }

  pushTrade({ tsMs, price, amount }: Trade): void {
    this.pushBar({ tsMs, open: price, high: price, low: price, close: price, volume: amount });
  }

  /** Takes a bar of a shorter timeframe that divides this one. */
  pushBar(piece: Bar): void {
    const openMs = boundaryAtOrBefore(piece.tsMs, this.#timeframeMs);
    if (openMs + this.#timeframeMs <= this.#watermarkMs) {
      this.#latePieces += 1;
      return;
    }
    const interval = this.#open.get(openMs);
    if (interval === undefined) this.#startInterval(openMs, piece);
    else addPiece(interval, piece);
  }

  #startInterval(openMs: number, piece: Bar): void {
    if (this.#open.size >= OPEN_INTERVALS_MAX)
      throw new RangeError(`more than ${OPEN_INTERVALS_MAX} bars are open; the watermark stands at ${this.#watermarkMs}`);
    const { tsMs, open, high, low, close, volume } = piece;
    this.#open.set(openMs, { openMs, firstMs: tsMs, lastMs: tsMs, open, high, low, close, volume });
  }

  /** Moves the watermark on and gives the bars that it closes, ascending. It never moves back. */
  advanceTo(watermarkMs: number): readonly Bar[] {
    if (!Number.isSafeInteger(watermarkMs)) throw new RangeError(`not a watermark: ${watermarkMs}`);
    if (watermarkMs <= this.#watermarkMs) return [];
    this.#watermarkMs = watermarkMs;
    const closed = [...this.#open.values()].filter((interval) => interval.openMs + this.#timeframeMs <= watermarkMs);
    closed.sort((left, right) => left.openMs - right.openMs);
    for (const { openMs } of closed) this.#open.delete(openMs);
    this.#countEmpty(closed, watermarkMs);
    return closed.map(({ openMs, open, high, low, close, volume }) => ({ tsMs: openMs, open, high, low, close, volume }));
  }

  #countEmpty(closed: readonly OpenInterval[], watermarkMs: number): void {
    this.#nextOpenMs ??= closed[0]?.openMs;
    if (this.#nextOpenMs === undefined) return;
    const endMs = boundaryAtOrBefore(watermarkMs, this.#timeframeMs);
    this.#emptyBars += (endMs - this.#nextOpenMs) / this.#timeframeMs - closed.length;
    this.#nextOpenMs = endMs;
  }
}

function addPiece(interval: OpenInterval, piece: Bar): void {
  if (piece.tsMs < interval.firstMs) {
    interval.firstMs = piece.tsMs;
    interval.open = piece.open;
  }
  if (piece.tsMs >= interval.lastMs) {
    interval.lastMs = piece.tsMs;
    interval.close = piece.close;
  }
  interval.high = Math.max(interval.high, piece.high);
  interval.low = Math.min(interval.low, piece.low);
  interval.volume += piece.volume;
}

/** Bars of a shorter timeframe → the whole bars of a longer one that closed by `untilMs`; none is filled. */
export function rollUpColumns(columns: BarColumns, to: { readonly timeframeMs: number; readonly untilMs: number }): BarColumns {
  const aggregator = new BarAggregator(to.timeframeMs);
  const bars: Bar[] = [];
  const rows = firstRowFrom(columns, to.untilMs);
  for (let row = 0; row < rows; row += 1) {
    const piece = barAt(columns, row);
    bars.push(...aggregator.advanceTo(piece.tsMs));
    aggregator.pushBar(piece);
  }
  bars.push(...aggregator.advanceTo(to.untilMs));
  return columnsOfBars(bars);
}
