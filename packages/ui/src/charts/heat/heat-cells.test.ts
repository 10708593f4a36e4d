import { describe, expect, it } from "vitest";
import { cellKey, heatLevel, heatTable } from "./heat-cells.ts";

const POINTS = {
  parameters: { fast: [5, 10, 5, 10, 5], slow: [20, 20, 40, 40, 20], atr: [14, 14, 14, 14, 7] },
  metrics: { sharpe: [1, -0.5, null, 2, 1.5], maxDrawdown: [0.1, 0.4, 0.2, 0.3, 0.05] },
};

describe.concurrent("a heat map", () => {
  const table = heatTable(POINTS, { x: "fast", y: "slow", metric: "sharpe", isLowerBetter: false });

  it("has every value of its axes in order, and the best point of each cell", () => {
    expect([table.xs, table.ys]).toEqual([
      [5, 10],
      [20, 40],
    ]);
    expect(table.cells.get(cellKey(5, 20))).toEqual({ x: 5, y: 20, value: 1.5, index: 4, points: 2 });
    expect(table.cells.get(cellKey(5, 40))).toEqual({ x: 5, y: 40, value: null, index: 2, points: 1 });
    expect([table.low, table.high]).toEqual([-0.5, 2]);
  });

  it("takes the lower one where lower is better", () => {
    const losses = heatTable(POINTS, { x: "fast", y: "slow", metric: "maxDrawdown", isLowerBetter: true });
    expect(losses.cells.get(cellKey(5, 20))?.value).toBe(0.05);
  });

  it("keeps zero in the middle, and turns a loss around", () => {
    expect([heatLevel(2, table, false), heatLevel(0, table, false), heatLevel(-0.5, table, false)]).toEqual([1, 0, -0.25]);
    expect([heatLevel(1, { low: 1, high: 3 }, true), heatLevel(3, { low: 1, high: 3 }, true)]).toEqual([1, -1]);
    expect(heatLevel(0, { low: 0, high: 0 }, false)).toBe(0);
  });
});
