import { describe, expect, test } from "vitest";
import { BarBatch } from "./bar-batch.ts";
import { BarSequence } from "./bar-sequence.ts";
import { ImportRefused } from "./import-refused.ts";

const HOUR = 3_600_000;
const JAN = Date.UTC(2021, 0, 1);

type Given = readonly [tsMs: number, open: number, high: number, low: number, close: number, volume: number];

function batchOf(bars: readonly Given[]): BarBatch {
  const batch = new BarBatch();
  bars.forEach(([tsMs, open, high, low, close, volume], row) => {
    batch.line[row] = row + 1;
    batch.tsMs[row] = tsMs;
    [batch.open[row], batch.high[row], batch.low[row], batch.close[row], batch.volume[row]] = [open, high, low, close, volume];
  });
  batch.rows = bars.length;
  return batch;
}

const sane = (tsMs: number): Given => [tsMs, 10, 12, 9, 11, 1];

function run(bars: readonly Given[]): { readonly sequence: BarSequence; readonly months: readonly number[] } {
  const sequence = new BarSequence(HOUR);
  const months = [...sequence.accept(batchOf(bars)), ...sequence.finish()].map((month) => month.rows);
  return { sequence, months };
}

function refusal(bars: readonly Given[]): readonly [string, number | undefined] {
  try {
    run(bars);
  } catch (error) {
    if (error instanceof ImportRefused) return [error.code, error.line];
    throw error;
  }
  throw new Error("the bars were not refused");
}

describe("BarSequence", () => {
  test("hands on whole months and fills nothing", () => {
    const feb = Date.UTC(2021, 1, 1);
    expect(run([sane(JAN), sane(JAN + 5 * HOUR), sane(feb - HOUR), sane(feb)]).months).toEqual([3, 1]);
  });

  test("counts and drops an exact repetition", () => {
    const { sequence, months } = run([sane(JAN), sane(JAN), sane(JAN + HOUR)]);
    expect(months).toEqual([2]);
    expect(sequence.counts).toEqual({ rows: 3, duplicatesDropped: 1 });
  });

  test.each<readonly [string, number, readonly Given[]]>([
    ["UNSORTED", 3, [sane(JAN), sane(JAN + 2 * HOUR), sane(JAN + HOUR)]],
    ["DUPLICATE_DIFFERS", 2, [sane(JAN), [JAN, 10, 12, 9, 11, 2]]],
    ["OFF_GRID", 1, [sane(JAN + 60_000)]],
    ["NOT_POSITIVE", 1, [[JAN, 10, 12, -9, 11, 1]]],
    ["NOT_POSITIVE", 1, [[JAN, 0, 12, 9, 11, 1]]],
    ["HIGH_BELOW", 1, [[JAN, 10, 8, 9, 8.5, 1]]],
    ["LOW_ABOVE", 1, [[JAN, 10, 12, 10.5, 11, 1]]],
    ["NEGATIVE_VOLUME", 1, [[JAN, 10, 12, 9, 11, -1]]],
  ])("refuses %s at line %i", (code, line, bars) => {
    expect(refusal(bars)).toEqual([code, line]);
  });
});
