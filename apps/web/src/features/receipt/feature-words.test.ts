import { expect, it } from "vitest";
import { featureLabel, featureValue } from "./feature-words.ts";
import { GOVERNED_FEATURE_NAMES, GOVERNED_MARKET_FEATURE_NAMES } from "@ballast/core/features/governed-features";

const HOUR_MS = 3_600_000;

it("names a feature by its length in time and how far back it is read", () => {
  expect(featureLabel("ema:20@-1", HOUR_MS)).toBe("Average price over 20\u00a0h (EMA), 1\u00a0h before");
  expect(featureLabel("vol:720", HOUR_MS)).toBe("Volatility over 30\u00a0d, a year");
  expect(featureLabel("spread:24:720", HOUR_MS)).toBe("Estimated spread of 1\u00a0d against 30\u00a0d");
  expect(featureLabel("a new one", HOUR_MS)).toBe("a new one");
});

it("gives each value its unit", () => {
  expect(featureValue("ema:20", 64_123.5, "USD")).toBe("64,123.50\u00a0USD");
  expect(featureValue("vol:720", 38.2, "USD")).toBe("38.2\u00a0%");
  expect(featureValue("return:24", -0.0312, "USD")).toBe("−3.1\u00a0%");
  expect(featureValue("slope:24", 0.00012, "USD")).toBe("1.20\u00a0bp");
  expect(featureValue("volflag:24:720", 1, "USD")).toBe("higher than usual");
  expect(featureValue("zscore:20", null, "USD")).toBe("–");
});

it("knows every feature that governed snapshots carry", () => {
  for (const name of [...GOVERNED_FEATURE_NAMES, ...GOVERNED_MARKET_FEATURE_NAMES.filter((one) => one !== "regime")])
    expect(featureLabel(name, HOUR_MS), name).not.toBe(name);
});
