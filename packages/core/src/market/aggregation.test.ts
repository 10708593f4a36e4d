import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, timeframeNames, TIMEFRAMES } from "../time/timeframe.ts";
import { BarAggregator, rollUpColumns, type Trade } from "./aggregation.ts";
import type { Bar } from "./bar.ts";
import { columnsOfBars } from "./columns.ts";

/** Trades in time order, minutes to hours apart, so that bars stay empty too. Eighths add up exactly. */
const trades: fc.Arbitrary<readonly Trade[]> = fc
  .array(
    fc.tuple(
      fc.oneof(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 0, max: 3 * HOUR_MS })),
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 1, max: 80 }),
    ),
    { maxLength: 120 },
  )
  .map((steps) => {
    let tsMs = 1_600_000_000_000;
    return steps.map(([awayMs, price, eighths]) => ({ tsMs: (tsMs += awayMs), price: price / 4, amount: eighths / 8 }));
  });

/** The bars of all trades at once, by grouping: what the watermark must come to. */
function batch(all: readonly Trade[], timeframeMs: number): readonly Bar[] {
  const groups = new Map<number, Trade[]>();
  for (const trade of all) {
    const openMs = trade.tsMs - (trade.tsMs % timeframeMs);
    groups.set(openMs, [...(groups.get(openMs) ?? []), trade]);
  }
  return [...groups].map(([tsMs, group]) => {
    const prices = group.map((trade) => trade.price);
    return {
      tsMs,
      open: prices[0] ?? NaN,
      high: Math.max(...prices),
      low: Math.min(...prices),
      close: prices.at(-1) ?? NaN,
      volume: group.reduce((sum, trade) => sum + trade.amount, 0),
    };
  });
}

/** The bars as they close while a watermark follows each trade. */
function incremental(all: readonly Trade[], timeframeMs: number, lagMs: number): readonly Bar[] {
  const aggregator = new BarAggregator(timeframeMs);
  const bars: Bar[] = [];
  for (const trade of all) {
    bars.push(...aggregator.advanceTo(trade.tsMs - lagMs));
    aggregator.pushTrade(trade);
  }
  const endMs = (all.at(-1)?.tsMs ?? 0) + timeframeMs;
  return [...bars, ...aggregator.advanceTo(endMs)];
}

describe("trades to bars", () => {
  it.each(timeframeNames())("close on %s boundaries and come to the same as all trades at once", (name) => {
    fc.assert(
      fc.property(trades, fc.integer({ min: 0, max: 60_000 }), (all, lagMs) => {
        expect(incremental(all, TIMEFRAMES[name], lagMs)).toEqual(batch(all, TIMEFRAMES[name]));
      }),
    );
  });

  it("come to the same bars in whatever order the trades of an open interval arrive", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          [0, 7, 21, 35, 59].map((second) => ({ tsMs: second * 1000, price: 10 + second, amount: second / 8 })),
          { minLength: 5 },
        ),
        (shuffled) => {
          const aggregator = new BarAggregator(MINUTE_MS);
          for (const trade of shuffled) aggregator.pushTrade(trade);
          expect(aggregator.advanceTo(MINUTE_MS)).toEqual([{ tsMs: 0, open: 10, high: 69, low: 10, close: 69, volume: 122 / 8 }]);
        },
      ),
    );
  });

  it("close when the watermark reaches the boundary, not when a later trade arrives", () => {
    const aggregator = new BarAggregator(MINUTE_MS);
    aggregator.pushTrade({ tsMs: 59_999, price: 10, amount: 1 });
    aggregator.pushTrade({ tsMs: 60_000, price: 11, amount: 1 });
    expect(aggregator.advanceTo(59_999)).toEqual([]);
    aggregator.pushTrade({ tsMs: 58_000, price: 9, amount: 1 });
    expect(aggregator.advanceTo(60_000)).toEqual([{ tsMs: 0, open: 9, high: 10, low: 9, close: 10, volume: 2 }]);
    expect(aggregator.advanceTo(0)).toEqual([]);
  });

  it("are not changed by a trade that comes after its bar closed; it is counted", () => {
    const aggregator = new BarAggregator(MINUTE_MS);
    aggregator.pushTrade({ tsMs: 0, price: 10, amount: 1 });
    aggregator.advanceTo(60_000);
    aggregator.pushTrade({ tsMs: 59_999, price: 99, amount: 1 });
    expect(aggregator.advanceTo(120_000)).toEqual([]);
    expect(aggregator.counts).toEqual({ emptyBars: 1, latePieces: 1 });
  });

  it("leave an interval without a trade out and count it", () => {
    const aggregator = new BarAggregator(MINUTE_MS);
    expect(aggregator.advanceTo(10 * MINUTE_MS)).toEqual([]);
    aggregator.pushTrade({ tsMs: 10 * MINUTE_MS, price: 1, amount: 1 });
    aggregator.pushTrade({ tsMs: 13 * MINUTE_MS, price: 1, amount: 1 });
    expect(aggregator.advanceTo(16 * MINUTE_MS).map((bar) => bar.tsMs)).toEqual([10 * MINUTE_MS, 13 * MINUTE_MS]);
    expect(aggregator.counts).toEqual({ emptyBars: 4, latePieces: 0 });
  });

  it("hold a bounded number of open bars, and a watermark that is a time", () => {
    const aggregator = new BarAggregator(MINUTE_MS);
    const feed = (): void => {
      for (let interval = 0; interval <= 64; interval += 1) aggregator.pushTrade({ tsMs: interval * MINUTE_MS, price: 1, amount: 1 });
    };
    expect(feed).toThrow(RangeError);
    expect(() => aggregator.advanceTo(Infinity)).toThrow(RangeError);
    expect(() => new BarAggregator(0)).toThrow(RangeError);
  });
});

describe("bars to longer bars", () => {
  it("come to the bars of the trades themselves", () => {
    fc.assert(
      fc.property(trades, (all) => {
        const untilMs = (all.at(-1)?.tsMs ?? 0) + 2 * TIMEFRAMES["4h"];
        const minutes = columnsOfBars(batch(all, MINUTE_MS));
        const rolled = rollUpColumns(minutes, { timeframeMs: TIMEFRAMES["4h"], untilMs });
        expect(rolled).toEqual(columnsOfBars(batch(all, TIMEFRAMES["4h"])));
      }),
    );
  });

  it("are whole: the one that has not closed by then is left out", () => {
    const minutes = columnsOfBars(
      [0, 30, 60, 90].map((minute) => ({ tsMs: minute * MINUTE_MS, open: 1, high: 1, low: 1, close: 1, volume: 1 })),
    );
    expect([...rollUpColumns(minutes, { timeframeMs: HOUR_MS, untilMs: 2 * HOUR_MS - 1 }).tsMs]).toEqual([0]);
    expect([...rollUpColumns(minutes, { timeframeMs: HOUR_MS, untilMs: 2 * HOUR_MS }).tsMs]).toEqual([0, HOUR_MS]);
  });
});
