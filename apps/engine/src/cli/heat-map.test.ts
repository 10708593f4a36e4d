import { expect, test } from "vitest";
import { heatMap } from "./heat-map.ts";

const point = (fast: number, slow: number, value: number | null) => ({ parameters: { fast, slow }, value });

test("a map is darker where the figure is higher; what has none is a dot, what was not tried is empty", () => {
  const map = heatMap({
    x: { name: "fast", values: [5, 10] },
    y: { name: "slow", values: [20, 30] },
    points: [point(5, 20, -1), point(10, 20, 0.5), point(5, 30, null)],
  });
  expect(map.split("\n")).toEqual(["slow        5      10  fast", "  20  ░ -1.00 █  0.50", "  30  ·     –"]);
});

test("a map of one value has one shade, and one of many columns shows shades alone", () => {
  expect(
    heatMap({ x: { name: "a", values: [1] }, y: { name: "b", values: [1] }, points: [{ parameters: { a: 1, b: 1 }, value: 2 }] }),
  ).toContain("█  2.00");
  const values = Array.from({ length: 40 }, (_, index) => index);
  const wide = heatMap({
    x: { name: "a", values },
    y: { name: "b", values: [1] },
    points: values.map((a) => ({ parameters: { a, b: 1 }, value: a })),
  });
  expect(wide.split("\n")).toEqual([
    "b  a from 0 to 39, 40 values",
    `1  ${"░".repeat(10)}${"▒".repeat(10)}${"▓".repeat(10)}${"█".repeat(10)}`,
  ]);
});
