import type { BookedState } from "../decision/booking.ts";
import { balanceOf } from "../decision/holdings.ts";
import type { Weigh } from "../decision/decide-types.ts";
import { endWalk, type Walk } from "../decision/walk-book.ts";
import type { AlignedBars } from "../features/aligned-bars.ts";
import type { Bar } from "../market/bar.ts";
import { assetOf } from "../money/asset.ts";
import { numberOfUnits } from "../numeric/fixed.ts";
import { walkMarketBare, type MarketInMemory } from "./governed-walk.ts";
import { WalkTally, type WalkedBacktest } from "./walk-tally.ts";

/** The last bar of an instrument on the grid, which opens at `fromMs`; undefined where it has none. */
function lastBar(
  { present, open, high, low, close, volume }: AlignedBars,
  grid: { readonly fromMs: number; readonly timeframeMs: number },
): Bar | undefined {
  const row = present.lastIndexOf(1);
  if (row < 0) return undefined;
  return {
    tsMs: grid.fromMs + row * grid.timeframeMs,
    open: open[row] ?? NaN,
    high: high[row] ?? NaN,
    low: low[row] ?? NaN,
    close: close[row] ?? NaN,
    volume: volume[row] ?? NaN,
  };
}

function lastBars({ line, series }: MarketInMemory): ReadonlyMap<string, Bar> {
  const grid = { fromMs: line.originMs, timeframeMs: line.timeframeMs };
  return new Map(
    line.universe.flatMap((symbol, place) => {
      const aligned = series[place];
      const bar = aligned === undefined ? undefined : lastBar(aligned, grid);
      return bar === undefined ? [] : [[symbol, bar] as const];
    }),
  );
}

/** Marks as they come: a close at which no instrument has a bar is none. */
class Marking {
  readonly #tsMs: number[] = [];
  readonly #equity: number[] = [];
  readonly #cash: number[] = [];

  add(mark: { readonly tsMs: number; readonly equity: number; readonly cash: number }): void {
    this.#tsMs.push(mark.tsMs);
    this.#equity.push(mark.equity);
    this.#cash.push(mark.cash);
  }

  finish(): WalkedBacktest["marks"] {
    const [tsMs, equity, cash] = [this.#tsMs, this.#equity, this.#cash].map((column) => Float64Array.from(column));
    if (tsMs === undefined || equity === undefined || cash === undefined) throw new Error("a column of marks is missing");
    return { tsMs, equity, cash, exposure: equity.map((value, row) => value - (cash[row] ?? NaN)) };
  }
}

/** The first row whose close is decided on. */
function firstDecidedRow({ line, warmUpToMs }: MarketInMemory): number {
  return warmUpToMs === undefined ? 0 : Math.max(0, Math.floor((warmUpToMs - line.originMs) / line.timeframeMs));
}

/**
 * One account over a market of any number of instruments, under any strategy and profile, without
 * receipts: the governed walk with what its report is made of, and no ledger. Marks are those that the
 * decisions themselves saw.
 */
export function backtestMarket(walk: Walk & { readonly weigh: Weigh }, market: MarketInMemory, opened: BookedState): WalkedBacktest {
  const { line, series } = market;
  const { baseCurrency } = opened.state;
  const { scale } = assetOf(baseCurrency);
  const tally = new WalkTally();
  const marking = new Marking();
  let book: Pick<BookedState, "state" | "heads"> = opened;
  let row = firstDecidedRow(market) - 1;
  const counted = { ...walk, context: { ...walk.context, keeps: "fills" as const } };
  for (const { state, heads, verdict, bookings } of walkMarketBare(counted, market, opened)) {
    row += 1;
    for (const booked of bookings) tally.book(booked);
    tally.refuse(verdict.refusals);
    book = { state, heads };
    if (!series.some(({ present }) => present[row] === 1)) continue;
    const cash = numberOfUnits(balanceOf(verdict.state, baseCurrency).total, scale);
    marking.add({ tsMs: line.originMs + row * line.timeframeMs, equity: numberOfUnits(verdict.equityUnits, scale), cash });
  }
  const ended = endWalk(counted, book, lastBars(market));
  tally.book(ended.bookings);
  return { book: ended, fills: tally.fills, trades: tally.trades, refusals: tally.refusals, marks: marking.finish() };
}
