import { expect, it } from "vitest";
import { laneRuns, pathOf } from "./lane-runs.ts";

const POINTS = [
  { atMs: 0, lane: "calm", value: 10 },
  { atMs: 10, lane: "calm", value: 20 },
  { atMs: 20, lane: "panic", value: null },
  { atMs: 30, lane: "calm", value: 15 },
  { atMs: 40, lane: "calm", value: 10 },
];

it("ends each stretch where the next begins", () => {
  expect(laneRuns(POINTS)).toEqual([
    { lane: "calm", fromMs: 0, toMs: 20 },
    { lane: "panic", fromMs: 20, toMs: 30 },
    { lane: "calm", fromMs: 30, toMs: 40 },
  ]);
  expect(laneRuns([])).toEqual([]);
});

it("lifts the line over a gap", () => {
  expect(pathOf(POINTS, { low: 10, high: 20, width: 40, height: 10 })).toBe("M0.0 10.0L10.0 0.0M30.0 5.0L40.0 10.0");
});
