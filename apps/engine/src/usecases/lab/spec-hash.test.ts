import { studySpecSchema } from "@ballast/core/backtest/study-spec";
import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import { toHex } from "@ballast/core/numeric/hash";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { expect, test } from "vitest";
import { sha256 } from "../../ports/sha256.ts";
import { hashSpec } from "./spec-hash.ts";

test("terms that were stored before they had a seed keep their hash, and another seed has another", () => {
  const stored = {
    ...{ balance: "10000", feeBps: 26, fromMs: 0, instruments: ["BTC/USD"], kind: "backtest", parameters: {}, profile: "reference" },
    ...{ slippageBps: 5, source: "archive", strategy: "ema-atr", timeframeMs: HOUR_MS, title: "", toMs: HOUR_MS },
  };
  const hashOf = (more: object): string => toHex(hashSpec(sha256, studySpecSchema.parse({ ...stored, title: "any", ...more })));
  expect(hashOf({})).toBe(toHex(sha256(new CanonicalWriter().text("study-spec").text(JSON.stringify(stored)).finish())));
  expect(hashOf({ seed: "lab" })).toBe(hashOf({}));
  expect(hashOf({ seed: "other" })).not.toBe(hashOf({}));
});
