import { describe, expect, it } from "vitest";
import { HOUR_MS } from "../time/timeframe.ts";
import type { Bar } from "./bar.ts";
import { faultOfBar, findGaps } from "./validation.ts";

const BAR: Bar = { tsMs: HOUR_MS, open: 10, high: 12, low: 9, close: 11, volume: 1 };

describe("faultOfBar", () => {
  it("finds nothing wrong with a sane bar, flat and without a trade too", () => {
    expect(faultOfBar(BAR, HOUR_MS)).toBeUndefined();
    expect(faultOfBar({ tsMs: 0, open: 1, high: 1, low: 1, close: 1, volume: 0 }, HOUR_MS)).toBeUndefined();
  });

  it.each([
    ["NOT_FINITE", { open: NaN }],
    ["NOT_FINITE", { volume: Infinity }],
    ["NOT_FINITE", { tsMs: 0.5 }],
    ["NOT_POSITIVE", { low: 0 }],
    ["NOT_POSITIVE", { open: -1 }],
    ["NOT_POSITIVE", { low: -0 }],
    ["HIGH_BELOW", { high: 10.5 }],
    ["HIGH_BELOW", { high: 8 }],
    ["LOW_ABOVE", { low: 10.5 }],
    ["LOW_ABOVE", { low: 11.5, open: 12 }],
    ["NEGATIVE_VOLUME", { volume: -1 }],
    ["NEGATIVE_VOLUME", { volume: -0 }],
    ["OFF_BOUNDARY", { tsMs: HOUR_MS + 1 }],
  ] as const)("finds %s", (fault, change) => {
    expect(faultOfBar({ ...BAR, ...change }, HOUR_MS)).toBe(fault);
  });
});

describe("findGaps", () => {
  it("lists missing intervals as half-open ranges with their counts", () => {
    const hours = (...at: readonly number[]): Float64Array => Float64Array.from(at, (hour) => hour * HOUR_MS);
    expect(findGaps(hours(0, 1, 2), HOUR_MS)).toEqual([]);
    expect(findGaps(hours(), HOUR_MS)).toEqual([]);
    expect(findGaps(hours(0, 2, 3, 7), HOUR_MS)).toEqual([
      { fromMs: HOUR_MS, toMs: 2 * HOUR_MS, bars: 1 },
      { fromMs: 4 * HOUR_MS, toMs: 7 * HOUR_MS, bars: 3 },
    ]);
    expect(() => findGaps(hours(1, 0), HOUR_MS)).toThrow(RangeError);
    expect(() => findGaps(hours(1, 1), HOUR_MS)).toThrow(RangeError);
  });
});
