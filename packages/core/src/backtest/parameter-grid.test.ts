import { describe, expect, test } from "vitest";
import { countSets, gridFault, parseAxis, setsOf } from "./parameter-grid.ts";

describe("an axis as people write it", () => {
  test.each<[string, readonly number[]]>([
    ["20", [20]],
    ["5,10,20", [5, 10, 20]],
    ["5:30:5", [5, 10, 15, 20, 25, 30]],
    ["5:31:5", [5, 10, 15, 20, 25, 30]],
    ["1.5,2,3", [1.5, 2, 3]],
    ["0.1:0.7:0.1", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]],
    ["-1:1:1", [-1, 0, 1]],
    ["7:7:1", [7]],
  ])("%s is its values", (text, values) => {
    expect(parseAxis(text)).toEqual({ values });
  });

  test.each<[string, string]>([
    ["", "is no number"],
    ["a", "is no number"],
    ["1e3", "is no number"],
    ["1:2", "is no number"],
    ["1:2:3:4", "is no number"],
    ["5:1:1", "runs backwards"],
    ["1:5:0", "the step must be above 0"],
    ["1:5:-1", "the step must be above 0"],
    ["1,2,1", "stands twice"],
    ["1:1000000:1", "1000000 values; at most 1000"],
    ["0:999999999999:0.0000000001", "at most 1000"],
  ])("%s is refused", (text, fault) => {
    expect(parseAxis(text)).toEqual({ fault: expect.stringContaining(fault) });
  });
});

describe("a grid", () => {
  test("holds every combination once, the last axis changing fastest", () => {
    const grid = { fast: [5, 10], slow: [40, 50, 60] };
    expect(countSets(grid)).toBe(6);
    expect(setsOf(grid).slice(0, 4)).toEqual([
      { fast: 5, slow: 40 },
      { fast: 5, slow: 50 },
      { fast: 5, slow: 60 },
      { fast: 10, slow: 40 },
    ]);
    expect(setsOf({})).toEqual([{}]);
  });

  test("of a million points is refused by its size, before any set is made", () => {
    const values = Array.from({ length: 1_000 }, (_, index) => index);
    expect(gridFault({ fast: values, slow: values })).toBe(
      "1000000 parameter sets (fast 1000 × slow 1000) are more than 20000: take fewer values or a larger step",
    );
    expect(gridFault({ fast: values.slice(0, 20), slow: values })).toBeUndefined();
  });

  test("with an empty axis, a value twice or too many axes is refused", () => {
    expect(gridFault({ fast: [] })).toBe("fast has no value");
    expect(gridFault({ fast: [1, 1] })).toBe("fast: a value stands twice");
    expect(gridFault(Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`p${n}`, [1]])))).toBe("7 axes; at most 6");
  });
});
