import type { Bar } from "../market/bar.ts";
import { RandomStream } from "../numeric/random.ts";
import { newAlignedBars, type AlignedBars } from "./aligned-bars.ts";

/** How a made-up market differs from a calm one. */
export type MarketWish = {
  readonly seed: number;
  readonly instruments: number;
  readonly rows: number;
  /** Of a hundred intervals, how many have no bar. */
  readonly missingPercent?: number;
  readonly price?: number;
  /** Of a hundred bars, how many have no volume and don't move. */
  readonly quietPercent?: number;
  /** The first row that may have a bar, by instrument. */
  readonly listedFrom?: (instrument: number) => number;
};

function streamOf(seed: number): RandomStream {
  return new RandomStream(Uint8Array.from({ length: 16 }, (_, index) => ((seed >>> ((index % 4) * 8)) + index * 7 + 1) & 0xff));
}

/** Random walks with jumps, holes and quiet bars on one grid: the same wish gives the same bars. */
export function madeUpMarket(wish: MarketWish): readonly AlignedBars[] {
  const { missingPercent = 0, quietPercent = 0, price = 100, rows } = wish;
  return Array.from({ length: wish.instruments }, (_, instrument) => {
    const stream = streamOf(wish.seed * 31 + instrument);
    const bars = newAlignedBars(rows);
    let close = price;
    for (let row = 0; row < rows; row += 1) {
      const isMissing = stream.uniform() * 100 < missingPercent || row < (wish.listedFrom?.(instrument) ?? 0);
      const isQuiet = stream.uniform() * 100 < quietPercent;
      const open = isQuiet ? close : close * (1 + 0.004 * stream.gaussian());
      const next = isQuiet ? close : open * (1 + 0.02 * stream.gaussian());
      const [up, down, volume] = [stream.uniform(), stream.uniform(), stream.uniform()];
      if (isMissing) continue;
      close = next;
      bars.present[row] = 1;
      bars.open[row] = open;
      bars.close[row] = close;
      bars.high[row] = isQuiet ? close : Math.max(open, close) * (1 + 0.01 * up);
      bars.low[row] = isQuiet ? close : Math.min(open, close) * (1 - 0.01 * down);
      bars.volume[row] = isQuiet ? 0 : volume * 1_000;
    }
    return bars;
  });
}

/** A row of aligned bars as bars. */
export function barsOfRow(series: readonly AlignedBars[], row: number, tsMs: number): readonly (Bar | undefined)[] {
  return series.map((bars) => {
    if (bars.present[row] !== 1) return undefined;
    const [open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = [bars.open, bars.high, bars.low, bars.close, bars.volume].map(
      (column) => column[row],
    );
    return { tsMs, open, high, low, close, volume };
  });
}

/** The first rows of aligned bars, as if there were no others. */
export function cutAfter(series: readonly AlignedBars[], rows: number): readonly AlignedBars[] {
  return series.map((bars) => ({
    present: bars.present.slice(0, rows),
    open: bars.open.slice(0, rows),
    high: bars.high.slice(0, rows),
    low: bars.low.slice(0, rows),
    close: bars.close.slice(0, rows),
    volume: bars.volume.slice(0, rows),
  }));
}
