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

type Rest = Partial<ConstructorParameters<typeof BarSequence>[0]>;

function run(bars: readonly Given[], rest: Rest = {}): { readonly sequence: BarSequence; readonly months: readonly number[] } {
  const sequence = new BarSequence({ timeframeMs: HOUR, ...rest });
  const months = [...sequence.accept(batchOf(bars)), ...sequence.finish()].map((month) => month.rows);
  return { sequence, months };
}

function refused(bars: readonly Given[], rest: Rest = {}): ImportRefused {
  try {
    run(bars, rest);
  } catch (error) {
    if (error instanceof ImportRefused) return error;
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
    const { code: said, line: at } = refused(bars);
    expect([said, at]).toEqual([code, line]);
  });

  const every = (ms: number, count: number): readonly Given[] => Array.from({ length: count }, (_, n) => sane(JAN + n * ms));

  test("refuses a file of a finer timeframe at its first row between two bars, by both names", () => {
    const minutes = refused(every(HOUR / 60, 5));
    expect([minutes.code, minutes.message, minutes.mend]).toEqual([
      "TIMEFRAME_DIFFERS",
      "line 2: bars around here open 1m apart, and --timeframe says 1h",
      "Import it with --timeframe 1m.",
    ]);
    expect(refused(every(HOUR / 2, 5)).mend).toContain("one of the timeframes that are stored: 1m, 5m");
  });

  test("refuses a file of a coarser timeframe as a whole, unless bars are said to be that rare", () => {
    const hours = every(HOUR, 5);
    const coarse = refused(hours, { timeframeMs: HOUR / 60 });
    expect([coarse.code, coarse.line, coarse.message]).toEqual([
      "TIMEFRAME_DIFFERS",
      undefined,
      "the bars of the file mostly open 1h apart (4 of 4 times), and --timeframe says 1m",
    ]);
    expect(coarse.mend).toMatch(/^Import it with --timeframe 1h\. .*--allow-sparse/);
    expect(run(hours, { timeframeMs: HOUR / 60, isSparseAllowed: true }).months).toEqual([5]);
  });

  test("takes gaps for gaps where neighbours are as frequent as any, or bars too few to tell", () => {
    expect(run([0, 1, 3, 5, 6].map((hour) => sane(JAN + hour * HOUR))).months).toEqual([5]);
    expect(run([0, 2, 4].map((hour) => sane(JAN + hour * HOUR))).months).toEqual([3]);
  });
});
