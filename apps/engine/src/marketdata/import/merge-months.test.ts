import { columnsOfBars } from "@ballast/core/market/columns";
import type { Bar } from "@ballast/core/market/bar";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BarBatch, VALUE_COLUMNS } from "./bar-batch.ts";
import { mergeMonth } from "./merge-months.ts";
import { MonthRows, monthRange } from "./month-rows.ts";

const HOUR = 3_600_000;
const JAN = Date.UTC(2021, 0, 1);
const WHOLE = { firstMs: JAN, lastMs: JAN + 700 * HOUR };

const barOf = (hour: number, close = 11): Bar => ({ tsMs: JAN + hour * HOUR, open: 10, high: 20, low: 9, close, volume: 1 });

function monthOf(bars: readonly Bar[]): MonthRows {
  const month = new MonthRows(monthRange(JAN), HOUR);
  const batch = new BarBatch();
  bars.forEach((bar, line) => {
    batch.tsMs[0] = bar.tsMs;
    for (const column of VALUE_COLUMNS) batch[column][0] = bar[column];
    month.push(batch, 0, line + 1);
  });
  return month;
}

const hours = fc
  .uniqueArray(fc.integer({ min: 0, max: 700 }), { maxLength: 60 })
  .map((list) => [...list].sort((left, right) => left - right));

describe("mergeMonth", () => {
  test("is the union of both, ascending, each bar once", () => {
    fc.assert(
      fc.property(hours, hours, (stored, incoming) => {
        const merge = mergeMonth(columnsOfBars(stored.map((hour) => barOf(hour))), monthOf(incoming.map((hour) => barOf(hour))), {
          revise: false,
          span: WHOLE,
        });
        const union = [...new Set([...stored, ...incoming])].sort((left, right) => left - right).map((hour) => JAN + hour * HOUR);
        expect([...merge.columns.tsMs]).toEqual(union);
        expect(merge.added + merge.agreed).toBe(incoming.length);
        expect(merge.revised).toBe(0);
      }),
    );
  });

  test("refuses a bar that disagrees, with its line, and revises it only when asked", () => {
    const stored = columnsOfBars([barOf(1), barOf(2)]);
    const file = monthOf([barOf(1), barOf(2, 12)]);
    expect(() => mergeMonth(stored, file, { revise: false, span: WHOLE })).toThrow(/^line 2: .*stored with other values/);
    const merge = mergeMonth(stored, file, { revise: true, span: WHOLE });
    expect([merge.agreed, merge.revised, ...merge.columns.close]).toEqual([1, 1, 11, 12]);
    expect(merge.repairedMs).toEqual([JAN + 2 * HOUR]);
  });

  test("tells a filled gap from history that was put before or behind", () => {
    const span = { firstMs: JAN + 5 * HOUR, lastMs: JAN + 9 * HOUR };
    const merge = mergeMonth(columnsOfBars([barOf(5), barOf(9)]), monthOf([barOf(2), barOf(7), barOf(12)]), { revise: false, span });
    expect([merge.added, merge.inserted, merge.repairedMs]).toEqual([3, 1, [JAN + 7 * HOUR]]);
  });
});
