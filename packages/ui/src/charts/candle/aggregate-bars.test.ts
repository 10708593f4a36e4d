import { expect, it } from "vitest";
import { aggregateBars } from "./aggregate-bars.ts";

const bar = (openMs: number, open: number, high: number, low: number, close: number) => ({ openMs, open, high, low, close, volume: 1 });

it("takes first open, highest high, lowest low, last close and the sum of volume, aligned to UTC", () => {
  expect(aggregateBars([bar(3, 10, 12, 9, 11), bar(4, 11, 15, 10, 14), bar(5, 14, 14, 8, 9), bar(8, 9, 9, 9, 9)], 4)).toEqual([
    { openMs: 0, open: 10, high: 12, low: 9, close: 11, volume: 1 },
    { openMs: 4, open: 11, high: 15, low: 8, close: 9, volume: 2 },
    { openMs: 8, open: 9, high: 9, low: 9, close: 9, volume: 1 },
  ]);
});

it("leaves bars of the same timeframe as they are", () => {
  const bars = [bar(0, 1, 2, 0, 1), bar(4, 1, 2, 0, 1)];
  expect(aggregateBars(bars, 4)).toEqual(bars);
});
