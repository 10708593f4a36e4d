import { describe, expect, it } from "vitest";
import { indexedRows, lastOf, rangeOf, withDrawdown, type LineRow } from "./line-rows.ts";

const row = (atMs: number, a: number | null): LineRow => ({ atMs, values: { a }, drawdown: null, invested: null });

describe.concurrent("rows of lines", () => {
  it("have a range and a last value over what is defined only", () => {
    const rows = [row(0, null), row(1, 5), row(2, -1), row(3, null)];
    expect(rangeOf(rows, [{ key: "a", label: "A" }])).toEqual({ low: -1, high: 5 });
    expect(rangeOf([row(0, null)], [{ key: "a", label: "A" }])).toBeUndefined();
    expect([lastOf(rows, "a"), lastOf(rows, "b")]).toEqual([-1, null]);
  });

  it("tell the drawdown from the high so far", () => {
    expect(withDrawdown([row(0, 100), row(1, 50), row(2, null), row(3, 200)], "a").map(({ drawdown }) => drawdown)).toEqual([
      0,
      -0.5,
      null,
      0,
    ]);
  });
});

describe.concurrent("curves beside each other", () => {
  const curves = new Map([
    ["a", [0, 10].map((tsMs) => ({ tsMs, equity: 50 + tsMs * 5 }))],
    ["b", [5, 20].map((tsMs) => ({ tsMs, equity: 1_000 }))],
  ]);

  it("begin at 100 each, wherever they begin, and stop where they stop", () => {
    expect(indexedRows(curves, 5).map(({ atMs, values }) => [atMs, values["a"], values["b"]])).toEqual([
      [0, 100, null],
      [5, 100, 100],
      [10, 200, 100],
      [15, null, 100],
      [20, null, 100],
    ]);
  });

  it("are nothing where there is no time between first and last", () => {
    expect(indexedRows(new Map(), 5)).toEqual([]);
  });
});
