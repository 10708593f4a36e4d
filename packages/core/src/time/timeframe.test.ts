import { describe, expect, it } from "vitest";
import {
  boundaryAfter,
  boundaryAtOrBefore,
  DAY_MS,
  HOUR_MS,
  isBoundary,
  isTimeframeName,
  parseTimeframe,
  timeframeName,
  timeframeNames,
} from "./timeframe.ts";

describe("timeframes", () => {
  it("have names both ways and divide the day", () => {
    expect(timeframeNames()).toEqual(["1m", "5m", "15m", "1h", "4h", "1d"]);
    for (const name of timeframeNames()) {
      const timeframeMs = parseTimeframe(name);
      expect(timeframeMs === undefined ? undefined : timeframeName(timeframeMs)).toBe(name);
      expect(DAY_MS % (timeframeMs ?? NaN)).toBe(0);
    }
    for (const text of ["2h", "60", "", "toString", "constructor"])
      expect([parseTimeframe(text), isTimeframeName(text)]).toEqual([undefined, false]);
    expect(timeframeName(7)).toBeUndefined();
  });

  it("have boundaries, before 1970 too", () => {
    expect([boundaryAtOrBefore(HOUR_MS + 1, HOUR_MS), boundaryAtOrBefore(HOUR_MS, HOUR_MS), boundaryAtOrBefore(-1, HOUR_MS)]).toEqual([
      HOUR_MS,
      HOUR_MS,
      -HOUR_MS,
    ]);
    expect([boundaryAfter(HOUR_MS, HOUR_MS), boundaryAfter(HOUR_MS - 1, HOUR_MS)]).toEqual([2 * HOUR_MS, HOUR_MS]);
    expect([isBoundary(0, HOUR_MS), isBoundary(-HOUR_MS, HOUR_MS), isBoundary(1, HOUR_MS)]).toEqual([true, true, false]);
  });
});
