import { describe, expect, it } from "vitest";
import { fillWords, isFillWhy } from "./exit-words.ts";
import { bareWordsOf, reasonCodes } from "./reason-codes.ts";

describe("why a fill happened", () => {
  it.each([
    ["exit", "TREND_OVER", "Sold: the trend it was bought for is over."],
    ["exit", "HARVEST_GAIN", "A part is sold into strength."],
    ["exit", "DRAWDOWN_EXCESS", "A part is sold: in this drawdown less exposure is allowed."],
    ["exit", "OUTLOOK_NEGATIVE", "Sold: the fall is likely to go on and a recovery is not."],
    ["kill", "KILL_FLATTEN", "Sold because a kill switch says flatten."],
    ["stop", "PROTECTIVE_STOP", "The protective stop was reached."],
    ["take_profit", "TAKE_PROFIT", "The take profit was reached."],
    ["end", "RUN_END", "The run ended."],
    ["cross", "CROSS_DOWN", "The averages crossed."],
    ["exit", "", "The strategy sold."],
    ["exit", "A_CODE_OF_ANOTHER_RELEASE", "The strategy sold."],
  ] as const)("%s of an order for %s", (why, reason, words) => {
    expect(fillWords(why, reason)).toBe(words);
  });

  it("knows its own words and no other", () => {
    expect(["stop", "exit", "other", ""].map(isFillWhy)).toEqual([true, true, false, false]);
  });
});

describe("a sentence without its facts", () => {
  it("has no holes, for any code", () => {
    for (const code of reasonCodes()) expect(bareWordsOf(code) ?? "").not.toMatch(/[{}]|\s\.|\(\)/);
    expect(bareWordsOf("POSITIONS_EXCEEDED")).toBeUndefined();
    expect(bareWordsOf("NO_SUCH_CODE")).toBeUndefined();
  });
});
