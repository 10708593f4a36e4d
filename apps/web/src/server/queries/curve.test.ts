import { describe, expect, it } from "vitest";
import { steadySequence } from "./curve.ts";
import { createSumCache } from "./sum-cache.ts";

describe.concurrent("receipts at which a curve of many books is read", () => {
  it("are all of a short book", () => {
    expect(steadySequence({ last: 5, points: 24 })).toEqual([1, 2, 3, 4, 5]);
    expect(steadySequence({ last: 1, points: 24 })).toEqual([1]);
  });

  it("end with the last, begin with the first, and ascend", () => {
    for (const last of [24, 25, 100, 2_801, 100_000]) {
      const sequence = steadySequence({ last, points: 24 });
      expect([sequence[0], sequence.at(-1)]).toEqual([1, last]);
      expect([...sequence].sort((a, b) => a - b)).toEqual(sequence);
      expect(sequence.length).toBeLessThanOrEqual(26);
    }
  });

  it("stay while the book grows, all but the last", () => {
    const before = steadySequence({ last: 2_801, points: 24 });
    const after = new Set(steadySequence({ last: 2_900, points: 24 }));
    expect(before.slice(0, -1).every((one) => after.has(one))).toBe(true);
  });
});

it("sums of one set of books are not those of another", () => {
  const cache = createSumCache();
  cache.set("a", 1, 5n);
  expect([cache.get("a", 1), cache.get("b", 1), cache.get("a", 2)]).toEqual([5n, undefined, undefined]);
});
