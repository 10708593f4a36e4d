import { expect, it } from "vitest";
import { nextRungText, rungWords, type LadderView } from "./ladder-words.ts";

const MONEY = { units: "1", asset: "USD", scale: 8 };
const LIMITS = {
  riskAtBps: 1_000,
  riskFactorBps: 5_000,
  exposureAtBps: 1_500,
  exposureFactorBps: 5_000,
  drawdownBpsMax: 2_000,
  dailyLossBpsMax: 300,
  onHalt: "flatten",
} as const;
const LADDER: LadderView = {
  equity: MONEY,
  highWater: MONEY,
  drawdownBps: 0,
  rung: 0,
  dayStartMs: 0,
  dayOpen: MONEY,
  dayLossBps: 0,
  limits: LIMITS,
};

it("says what a rung means, and what the next one would", () => {
  expect(rungWords(LADDER)).toContain("On no rung");
  expect(rungWords({ ...LADDER, rung: 2 })).toBe(
    "Second rung: entries are sized at 50.0\u00a0% of the risk fraction, exposure is held to 50.0\u00a0% of its cap.",
  );
  expect(rungWords({ ...LADDER, rung: 3, haltedBy: "drawdown" })).toContain("until a person re-arms");
  expect(nextRungText({ ...LADDER, drawdownBps: 1_200 })).toBe("less exposure at 15.0\u00a0%");
  expect(nextRungText({ ...LADDER, drawdownBps: 2_100 })).toBeUndefined();
});
