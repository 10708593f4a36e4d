import { describe, expect, it } from "vitest";
import { boundBreaches, POLICY_BOUNDS, type BoundedLimits } from "./bounds.ts";

const AT_BOUNDS: BoundedLimits = {
  drawdownBpsMax: 2000,
  leverageMax: 1,
  riskFractionBps: 200,
  positionsMax: 30,
  exposureBpsMax: 6000,
  clusterBpsMax: 2500,
};

const LIMITS: readonly (keyof BoundedLimits)[] = [
  "drawdownBpsMax",
  "leverageMax",
  "riskFractionBps",
  "positionsMax",
  "exposureBpsMax",
  "clusterBpsMax",
];

describe("policy bounds", () => {
  it("are those of the product", () => {
    expect(POLICY_BOUNDS).toEqual({
      drawdownBpsMax: 2000,
      leverageMax: 1,
      riskFractionBpsMax: 200,
      positionsMax: 30,
      exposureBpsMax: 6000,
      clusterBpsMax: 2500,
    });
  });

  it("let a profile through that stands on every bound", () => {
    expect(boundBreaches(AT_BOUNDS)).toEqual([]);
  });

  it.each(LIMITS)("name %s one past its bound, below zero and NaN", (limit) => {
    const max = AT_BOUNDS[limit];
    for (const value of [max + 1, -1, NaN]) expect(boundBreaches({ ...AT_BOUNDS, [limit]: value })).toEqual([{ limit, value, max }]);
  });
});
