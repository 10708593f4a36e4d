import { describe, expect, it } from "vitest";
import { studyTermsOf, writtenSpecOf } from "./study.ts";

const HOUR_MS = 3_600_000;
const TERMS = { kind: "backtest", instruments: ["BTC/USD"], timeframeMs: HOUR_MS, fromMs: 0, toMs: HOUR_MS };

describe.concurrent("the terms of a study as a list tells them", () => {
  it.each([
    ["the crossover", { strategy: "ema-atr" }, "ema-atr"],
    ["the selector over all", { strategy: "governed" }, "governed"],
    ["the selector over some", { strategy: "governed", strategies: ["recovery", "mean-reversion"] }, "governed"],
    ["the selector with one to choose", { strategy: "governed", strategies: ["recovery"] }, "recovery"],
    ["terms of another release", { strategy: 7 }, "unknown"],
  ])("name %s", (_, written, strategy) => {
    expect(studyTermsOf({ ...TERMS, ...written }).strategy).toBe(strategy);
  });

  it("are read whole where this release takes them, those of before it had a choice too", () => {
    expect(writtenSpecOf({ ...TERMS, profile: "reference" })).toMatchObject({ profile: "reference", strategy: "ema-atr" });
    expect(writtenSpecOf({ ...TERMS, profile: "careful@2" })).toMatchObject({ profile: "careful@2" });
    expect(writtenSpecOf({ ...TERMS, profile: "careful" })).toBeUndefined();
  });
});
