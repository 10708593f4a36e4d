import { describe, expect, it } from "vitest";
import { bestIndex, rowsOfSweep } from "./sweep-rows.ts";

const POINTS = { parameters: { fast: [5, 10, 15] }, metrics: { sharpe: [null, 2, 2], maxDrawdown: [0.3, 0.1, 0.2] } };

describe.concurrent("points of a sweep", () => {
  it("are read set by set, undefined figures as null", () => {
    expect(rowsOfSweep(POINTS)[0]).toEqual({ index: 0, parameters: { fast: 5 }, metrics: { sharpe: null, maxDrawdown: 0.3 } });
    expect(rowsOfSweep({ parameters: {}, metrics: {} })).toEqual([]);
  });

  it("have a best one, the first of two alike, and the least where less is better", () => {
    expect(bestIndex(POINTS, { metric: "sharpe", isLowerBetter: false })).toBe(1);
    expect(bestIndex(POINTS, { metric: "maxDrawdown", isLowerBetter: true })).toBe(1);
    expect(bestIndex({ parameters: {}, metrics: { sharpe: [null] } }, { metric: "sharpe", isLowerBetter: false })).toBeUndefined();
  });
});
