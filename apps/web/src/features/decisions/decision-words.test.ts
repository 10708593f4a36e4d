import { describe, expect, it } from "vitest";
import { decisionReason, decisionSentence, decisionTone, outcomeWord } from "./decision-words.ts";
import { reasonWords } from "./reason-words.ts";

const ROW = { outcome: "NO_TRADE", reasonCodes: ["NO_CROSS"], symbols: [], intents: 0, refusals: 0 };

describe.concurrent("a decision in words", () => {
  it("says what was sent, for what and why", () => {
    expect(decisionSentence({ ...ROW, outcome: "INTENTS", reasonCodes: ["CROSS_UP", "SIZED"], symbols: ["BTC/USD"], intents: 1 })).toBe(
      "Sent 1 order for BTC/USD. The fast average crossed above the slow one: buy.",
    );
    expect(
      decisionSentence({
        ...ROW,
        outcome: "INTENTS",
        reasonCodes: [],
        symbols: ["A/USD", "B/USD", "C/USD", "D/USD", "E/USD"],
        intents: 5,
        refusals: 1,
      }),
    ).toBe("Sent 5 orders for A/USD, B/USD, C/USD and 2 more, refused 1.");
  });

  it("says why nothing was done, each reason once", () => {
    expect(decisionSentence({ ...ROW, reasonCodes: ["NO_CROSS", "NO_CROSS"] })).toBe("No trade. No crossing of the averages.");
  });

  it("says of governed decisions why, not what was looked at", () => {
    expect(decisionSentence({ ...ROW, reasonCodes: ["REGIME_READ", "STRATEGIES_CHOSEN", "NO_TREND_ENTRY"] })).toBe(
      "No trade. Trend follower: no crossing up in rising prices.",
    );
  });

  it("says of a skipped slot that it was, and why", () => {
    const skipped = { ...ROW, outcome: "SKIPPED", reasonCodes: ["WINDOW_DOWNTIME"] };
    expect(decisionSentence(skipped)).toBe("Skipped. No strategy orders in the downtime window.");
    expect(decisionReason(skipped)).toBe("No strategy orders in the downtime window.");
    expect([outcomeWord("SKIPPED"), decisionTone("SKIPPED")]).toEqual(["Skipped", "skipped"]);
  });

  it("leaves out figures that a list does not have", () => {
    expect(decisionSentence({ ...ROW, outcome: "REFUSED", symbols: ["ETH/USD"], reasonCodes: ["TOTAL_CAP_EXCEEDED"] })).toBe(
      "Refused ETH/USD. Total cap exceeded.",
    );
    expect(reasonWords("WINDOW_TRANSITION")).toBe("No entries in the minutes before the window changes");
  });

  it("spells out a code it does not know", () => {
    expect(reasonWords("SOMETHING_NEW_HAPPENED")).toBe("Something new happened");
    expect(outcomeWord("SOMETHING_NEW")).toBe("Something new");
    expect(decisionTone("SOMETHING_NEW")).toBe("quiet");
  });
});
