import { describe, expect, it } from "vitest";
import { sampleSequence } from "./equity.ts";

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
