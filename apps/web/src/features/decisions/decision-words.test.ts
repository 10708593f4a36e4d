import { describe, expect, it } from "vitest";
import { decisionSentence, decisionTone, outcomeWord } from "./decision-words.ts";
import { reasonWords } from "./reason-words.ts";

const ROW = { outcome: "NO_TRADE", reasonCodes: ["NO_CROSS"], symbols: [], intents: 0, refusals: 0 };

describe.concurrent("a decision in words", () => {
  it("says what was sent, for what and why", () => {
    expect(decisionSentence({ ...ROW, outcome: "INTENTS", reasonCodes: ["CROSS_UP"], symbols: ["BTC/USD"], intents: 1 })).toBe("Sent 1 order for BTC/USD: the fast average crossed above the slow one");
    expect(decisionSentence({ ...ROW, outcome: "INTENTS", reasonCodes: [], symbols: ["A/USD", "B/USD", "C/USD", "D/USD", "E/USD"], intents: 5, refusals: 1 })).toBe("Sent 5 orders for A/USD, B/USD, C/USD and 2 more, refused 1");
  });

  it("says why nothing was done, each reason once", () => {
    expect(decisionSentence({ ...ROW, reasonCodes: ["NO_CROSS", "NO_CROSS"] })).toBe("No trade: the averages did not cross");
    expect(decisionSentence({ ...ROW, outcome: "REFUSED", symbols: ["ETH/USD"], reasonCodes: ["TOTAL_EXPOSURE"] })).toBe("Refused ETH/USD: total exposure");
  });

  it("spells out a code it does not know", () => {
    expect(reasonWords("SOMETHING_NEW_HAPPENED")).toBe("something new happened");
    expect(outcomeWord("SOMETHING_NEW")).toBe("Something new");
    expect(decisionTone("SOMETHING_NEW")).toBe("quiet");
  });
});
