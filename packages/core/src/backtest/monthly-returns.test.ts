import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monthlyReturns } from "./monthly-returns.ts";
import { regimeAt, regimeTable, type RegimeChange } from "./regime-table.ts";

const HOUR_MS = 3_600_000;
const at = (text: string): number => Date.parse(text);

describe("monthly returns", () => {
  it("are of UTC months, the bar that opens in the last hour in its own", () => {
    const tsMs = Float64Array.of(
      at("2024-01-31T22:00:00Z"),
      at("2024-01-31T23:00:00Z"),
      at("2024-02-01T00:00:00Z"),
      at("2024-02-29T23:00:00Z"),
    );
    expect(monthlyReturns(tsMs, Float64Array.of(101, 110, 99, 132), 100)).toEqual([
      { year: 2024, month: 1, bars: 2, startEquity: 100, endEquity: 110, return: 110 / 100 - 1 },
      { year: 2024, month: 2, bars: 2, startEquity: 110, endEquity: 132, return: 132 / 110 - 1 },
    ]);
  });

  it("have no row for a month without a bar, and no return from nothing", () => {
    const tsMs = Float64Array.of(at("2023-12-01T00:00:00Z"), at("2024-03-01T00:00:00Z"), at("2024-04-01T00:00:00Z"));
    const months = monthlyReturns(tsMs, Float64Array.of(100, 0, 5), 100);
    expect(months.map(({ year, month, return: gained }) => [year, month, gained])).toEqual([
      [2023, 12, 0],
      [2024, 3, -1],
      [2024, 4, null],
    ]);
    expect(monthlyReturns(new Float64Array(0), new Float64Array(0), 100)).toEqual([]);
  });

  it("compound to the whole, as the returns by regime do", () => {
    const curve = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 200 });
    const stands = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.constantFrom("RISK_ON", "PANIC", undefined)), { maxLength: 6 });
    fc.assert(
      fc.property(curve, fc.integer({ min: 1, max: 60 }), stands, (values, step, changed) => {
        const fromMs = at("2023-11-07T05:00:00Z");
        const tsMs = Float64Array.from(values, (_, index) => fromMs + index * step * 6 * HOUR_MS);
        const equity = Float64Array.from(values);
        const whole = (equity.at(-1) ?? NaN) / 500;
        const months = monthlyReturns(tsMs, equity, 500);
        const compounded = months.reduce((growth, month) => growth * (1 + (month.return ?? NaN)), 1);
        expect(Math.abs(compounded / whole - 1)).toBeLessThan(1e-9);
        expect(months.reduce((sum, { bars }) => sum + bars, 0)).toBe(values.length);
        const changes: RegimeChange[] = changed
          .map(([hours, regime]) => ({ fromMs: fromMs + hours * 36 * HOUR_MS, regime }) as const)
          .sort((left, right) => left.fromMs - right.fromMs);
        const rows = regimeTable({ changes, tsMs, equity, startEquity: 500, trades: [], quoteScale: 2 });
        expect(Math.abs(rows.reduce((growth, row) => growth * (1 + (row.return ?? NaN)), 1) / whole - 1)).toBeLessThan(1e-9);
        expect(rows.reduce((sum, { bars }) => sum + bars, 0)).toBe(values.length);
        for (const [index, ms] of tsMs.entries()) {
          if (index % 17 === 0)
            expect(regimeAt(changes, ms)).toBe(changes.filter(({ fromMs: since }) => since <= ms).at(-1)?.regime ?? null);
        }
      }),
    );
  });
});
