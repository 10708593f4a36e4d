import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { civilOfMs, daysOfCivil, monthStartMs, nextMonthStartMs } from "./calendar.ts";
import { DAY_MS } from "./timeframe.ts";

const instant = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2400, 0, 1) });

describe("the calendar", () => {
  it("agrees with the engine's own for five centuries", () => {
    fc.assert(
      fc.property(instant, (ms) => {
        const date = new Date(ms);
        expect(civilOfMs(ms)).toEqual({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() });
        expect(daysOfCivil(civilOfMs(ms))).toBe(Math.floor(ms / DAY_MS));
        expect(monthStartMs(ms)).toBe(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1));
        expect(nextMonthStartMs(ms)).toBe(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
      }),
      { numRuns: 2000 },
    );
  });

  it("holds the borders of months and leap years", () => {
    expect(civilOfMs(-1)).toEqual({ year: 1969, month: 12, day: 31 });
    expect(civilOfMs(Date.UTC(2000, 1, 29))).toEqual({ year: 2000, month: 2, day: 29 });
    expect(nextMonthStartMs(Date.UTC(2023, 11, 31, 23, 59, 59, 999))).toBe(Date.UTC(2024, 0, 1));
  });
});
