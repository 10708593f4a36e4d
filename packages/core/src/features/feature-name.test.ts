import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFeatureName, LAG_MAX, parseFeatureName, parseFeatureNames, warmUpBars } from "./feature-name.ts";
import { PERIOD_MAX } from "../indicators/period.ts";

describe("feature names", () => {
  it("parse to what they were formatted from", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("ema", "atr"),
        fc.integer({ min: 1, max: PERIOD_MAX }),
        fc.integer({ min: 0, max: LAG_MAX }),
        (indicator, period, lag) => {
          expect(parseFeatureName(formatFeatureName({ indicator, period, lag }))).toEqual({ indicator, period, lag });
        },
      ),
    );
    expect(parseFeatureName("ema:20@-1")).toEqual({ indicator: "ema", period: 20, lag: 1 });
  });

  it.each([
    "",
    "ema",
    "ema:",
    "ema:0",
    "ema:020",
    "ema:1.5",
    "sma:20",
    "ema:20@1",
    "ema:20@-0",
    "ema:20@-01",
    "ema:20@-25",
    "ema:9999",
    " ema:20",
    "ema:20 ",
  ])("are refused: %j", (text) => {
    expect(parseFeatureName(text)).toBeUndefined();
    expect(() => parseFeatureNames([text])).toThrow(RangeError);
  });

  it("stand once in a lineage", () => {
    expect(() => parseFeatureNames(["ema:20", "ema:20"])).toThrow("twice");
  });

  it("know their warm-up", () => {
    const bars = (text: string): number => warmUpBars(parseFeatureNames([text])[0] ?? { indicator: "ema", period: 0, lag: 0 });
    expect(["ema:20", "ema:20@-1", "atr:14"].map(bars)).toEqual([19, 20, 14]);
  });
});
