import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../time/timeframe.ts";
import { hourStdevOf, riskFeaturesOf } from "./risk-features.ts";

describe("what risk reads of bars", () => {
  test("is a month and an hour of them, whatever their length", () => {
    expect(riskFeaturesOf(HOUR_MS)).toMatchObject({ hourReturn: "return:1", monthStdev: "stdev:720" });
    expect(riskFeaturesOf(HOUR_MS / 4)).toMatchObject({ hourReturn: "return:4", monthStdev: "stdev:2880" });
    expect(riskFeaturesOf(4 * HOUR_MS)).toMatchObject({ hourReturn: undefined, monthStdev: "stdev:180" });
  });

  test("brings the deviation of bars to an hour, and leaves that of hours as it is", () => {
    expect(hourStdevOf(0.0078125, HOUR_MS)).toBe(0.0078125);
    expect(hourStdevOf(0.01, HOUR_MS / 4)).toBe(0.02);
    expect(hourStdevOf(undefined, HOUR_MS / 4)).toBeUndefined();
  });
});
