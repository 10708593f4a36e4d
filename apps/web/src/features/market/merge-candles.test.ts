import { expect, it } from "vitest";
import { mergeCandles } from "./merge-candles.ts";

const candle = (openMs: number, close = 1) => ({ openMs, open: 1, high: 1, low: 1, close, volume: 0 });
const times = (candles: readonly { readonly openMs: number }[]) => candles.map(({ openMs }) => openMs);

it("joins reads in order, without doubles, older pages too", () => {
  expect(times(mergeCandles([candle(3), candle(4)], [candle(4), candle(5)]))).toEqual([3, 4, 5]);
  expect(times(mergeCandles([candle(3), candle(4)], [candle(1), candle(2)]))).toEqual([1, 2, 3, 4]);
  expect(times(mergeCandles([], [candle(1)]))).toEqual([1]);
});

it("keeps the newer read of a bar, and what is kept where nothing was read", () => {
  const kept = [candle(1, 10)];
  expect(mergeCandles(kept, [candle(1, 11)])[0]?.close).toBe(11);
  expect(mergeCandles(kept, [])).toBe(kept);
});
