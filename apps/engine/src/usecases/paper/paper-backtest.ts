import { StretchWalk } from "@ballast/core/backtest/stretch-walk";
import type { FillRow } from "@ballast/core/decision/booking";
import { slotKindOf } from "@ballast/core/decision/slot-kind";
import { openBook } from "@ballast/core/decision/open-book";
import { newAlignedBars, rowsOfRange, type AlignedBars } from "@ballast/core/features/aligned-bars";
import type { PaperFeed } from "./paper-feed.ts";
import { paperLineOf, paperWalkOf, type PaperTerms } from "./paper-walk.ts";

/** What an account did over a stretch of closes. */
export type StretchResult = {
  readonly closes: number;
  readonly trades: readonly FillRow[];
  /** At the last close, units of the base currency. */
  readonly equityUnits: bigint;
  /** Last link of its chain of receipts. */
  readonly receiptHash: Uint8Array;
};

function alignedBars(
  { barAt, timeframeMs }: PaperFeed,
  symbol: string,
  range: { readonly fromMs: number; readonly toMs: number },
): AlignedBars {
  const rows = rowsOfRange({ ...range, timeframeMs });
  const aligned = newAlignedBars(rows);
  for (let row = 0; row < rows; row += 1) {
    const bar = barAt(symbol, range.fromMs + row * timeframeMs);
    if (bar === undefined) continue;
    aligned.present[row] = 1;
    for (const name of ["open", "high", "low", "close", "volume"] as const) aligned[name][row] = bar[name];
  }
  return aligned;
}

/**
 * The backtest of what a paper loop has been through: the same bars, asked for again, the same account and
 * seed, its own decision, features computed in whole columns. It goes on from stretch to stretch with its
 * own book and never sees the loop's.
 */
export class PaperBacktest {
  readonly #feed: PaperFeed;
  readonly #walk: StretchWalk;
  #equityUnits: bigint;
  #openMs: number;

  constructor(terms: PaperTerms) {
    const { feed, baseCurrency, startingUnits } = terms;
    const walk = paperWalkOf(terms);
    const opened = openBook({ context: walk.context, baseCurrency, startingUnits, atMs: feed.fromMs });
    this.#feed = feed;
    this.#walk = new StretchWalk({ walk, line: paperLineOf(terms), opened, kind: slotKindOf(feed) });
    this.#walk.see(this.#bars(feed.historyFromMs, feed.fromMs));
    this.#openMs = feed.fromMs;
    this.#equityUnits = startingUnits;
  }

  /** Goes on to the close at `toMs`. */
  advance(toMs: number): StretchResult {
    const trades: FillRow[] = [];
    let closes = 0;
    for (const { walked, equityUnits } of this.#walk.walk(this.#bars(this.#openMs, toMs + this.#feed.timeframeMs))) {
      closes += 1;
      trades.push(...walked.bookings.flatMap(({ fills = [] }) => fills));
      this.#equityUnits = equityUnits;
    }
    this.#openMs = toMs;
    return { closes, trades, equityUnits: this.#equityUnits, receiptHash: this.#walk.book.heads.receiptHash };
  }

  #bars(fromMs: number, toMs: number): readonly AlignedBars[] {
    return this.#feed.universe.map((symbol) => alignedBars(this.#feed, symbol, { fromMs, toMs }));
  }
}
