import { describe, expect, it } from "vitest";
import { niceTicks, shortAmount, timeLabel, timeTicks } from "./axis.ts";
import { breakAtGaps, deepestDrawdown, thinRows, toEquityRows } from "./equity-rows.ts";

const curve = (values: readonly number[]) => toEquityRows(values.map((value, index) => ({ atMs: index, value })));

describe.concurrent("equity and its drawdown", () => {
  it("measures each point against the highest so far", () => {
    expect(curve([100, 110, 99, 121, 60.5]).map((row) => row.drawdown)).toEqual([0, 0, 99 / 110 - 1, 0, -0.5]);
    expect(deepestDrawdown(curve([100, 110, 99, 121, 60.5]))).toBe(-0.5);
  });

  it("has no drawdown before there was anything to lose", () => {
    expect(curve([0, 0]).map((row) => row.drawdown)).toEqual([undefined, undefined]);
    expect(deepestDrawdown([])).toBeUndefined();
  });

  it("thins out without losing a peak, a trough or an end", () => {
    const values = Array.from({ length: 10_000 }, (_, index) => 1_000 + (index % 97));
    values[4_321] = 1;
    values[7_777] = 9_999;
    const rows = curve(values);
    const thin = thinRows(rows, 200);
    expect(thin.length).toBeLessThanOrEqual(200);
    expect(thin.map((row) => row.value)).toContain(1);
    expect(thin.map((row) => row.value)).toContain(9_999);
    expect([thin[0], thin.at(-1)]).toEqual([rows[0], rows.at(-1)]);
    expect(thin.every((row, index) => index === 0 || row.atMs > (thin[index - 1]?.atMs ?? -1))).toBe(true);
  });

  it("leaves a short curve as it is", () => {
    const rows = curve([1, 2, 3]);
    expect(thinRows(rows, 200)).toBe(rows);
  });
});

describe.concurrent("a gap of the curve", () => {
  const rows = toEquityRows([1, 2, 5, 6].map((atMs) => ({ atMs, value: 100 + atMs })));

  it("breaks the line between the points around it, and nowhere else", () => {
    const broken = breakAtGaps(rows, [{ fromMs: 2, toMs: 5 }]);
    expect(broken.map(({ atMs, value }) => [atMs, value])).toEqual([
      [1, 101],
      [2, 102],
      [3.5, undefined],
      [5, 105],
      [6, 106],
    ]);
    expect(breakAtGaps(rows, [])).toBe(rows);
  });

  it("still breaks it where the points beside the gap were thinned away", () => {
    const thin = rows.filter(({ atMs }) => atMs !== 2);
    expect(breakAtGaps(thin, [{ fromMs: 2, toMs: 5 }]).map(({ value }) => value)).toEqual([101, undefined, 105, 106]);
  });
});

describe.concurrent("axes", () => {
  it("have round ticks that enclose the values", () => {
    expect(niceTicks(98_213, 101_877, 4)).toEqual([98_000, 99_000, 100_000, 101_000, 102_000]);
    expect(niceTicks(-0.187, 0, 3)).toEqual([-0.2, -0.1, 0]);
    expect(niceTicks(Number.NaN, 1, 3)).toEqual([]);
  });

  it("widen a flat line instead of dividing by nothing", () => {
    const ticks = niceTicks(100, 100, 4);
    expect(ticks[0]).toBeLessThanOrEqual(100);
    expect(ticks.at(-1)).toBeGreaterThan(100);
  });

  it("label time by its span", () => {
    const atMs = Date.UTC(2026, 10, 20, 14, 3);
    expect([3_600_000, 10 * 86_400_000, 400 * 86_400_000].map((spanMs) => timeLabel(atMs, spanMs))).toEqual(["14:03", "11-20", "2026-11"]);
    expect(timeTicks(0, 100, 4)).toEqual([13, 38, 63, 88]);
    expect(timeTicks(5, 5, 4)).toEqual([5]);
  });

  it("shorten amounts", () => {
    expect([999, 9_850, 98_500, 1_234_567, -20_000].map(shortAmount)).toEqual(["999", "9850", "98.5k", "1.235M", "\u221220k"]);
  });
});
