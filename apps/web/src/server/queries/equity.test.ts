import { describe, expect, it } from "vitest";
import { gapsOf, sampleSequence } from "./equity.ts";

describe("the sampled receipts of a curve", () => {
  it("are all of them while they fit", () => {
    expect(sampleSequence({ first: 1, last: 4, points: 500 })).toEqual([1, 2, 3, 4]);
  });

  it("never exceed the points asked for, rise and end at the last one", () => {
    for (const last of [1, 2, 499, 500, 501, 8_766, 43_830]) {
      const sequence = sampleSequence({ first: 1, last, points: 500 });
      expect(sequence.length).toBeLessThanOrEqual(500);
      expect(sequence.at(-1)).toBe(last);
      expect(sequence[0]).toBeGreaterThanOrEqual(1);
      expect(sequence.every((number, index) => index === 0 || number > (sequence[index - 1] ?? 0))).toBe(true);
    }
  });

  it("are none of a book that has not decided yet", () => {
    expect(sampleSequence({ first: 1, last: 0, points: 500 })).toEqual([]);
  });
});

describe("gaps of a curve", () => {
  const mark = (receiptSeq: number, hour: number) => ({ receipt_seq: receiptSeq, at_ms: hour * 3_600_000, units: 1n });

  it("are where less receipts than closes lie between two points", () => {
    expect(gapsOf([mark(1, 1), mark(2, 2), mark(5, 5), mark(6, 9)], 3_600_000)).toEqual([{ fromMs: 5 * 3_600_000, toMs: 9 * 3_600_000 }]);
  });

  it("are none where a receipt came beside a close", () => {
    expect(gapsOf([mark(1, 1), mark(3, 2), mark(4, 3)], 3_600_000)).toEqual([]);
  });
});
