import { describe, expect, it } from "vitest";
import { sampleTimes } from "./equity.ts";

const HOUR_MS = 3_600_000;

describe("the sampled times of a curve", () => {
  it("are the closes themselves while they fit", () => {
    expect(sampleTimes({ fromMs: 0, toMs: 3 * HOUR_MS, points: 500, stepMsMin: HOUR_MS })).toEqual([0, HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS]);
  });

  it("never exceed the points asked for and end at the last close", () => {
    for (const hours of [1, 499, 500, 501, 8_766, 43_830]) {
      const times = sampleTimes({ fromMs: 0, toMs: hours * HOUR_MS, points: 500, stepMsMin: HOUR_MS });
      expect(times.length).toBeLessThanOrEqual(500);
      expect(times.at(-1)).toBe(hours * HOUR_MS);
      expect(times.every((atMs) => atMs >= 0 && atMs % HOUR_MS === 0)).toBe(true);
    }
  });

  it("are one where the span is nothing", () => {
    expect(sampleTimes({ fromMs: HOUR_MS, toMs: HOUR_MS, points: 500, stepMsMin: HOUR_MS })).toEqual([HOUR_MS]);
  });
});
