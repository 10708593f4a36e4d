import { describe, expect, test } from "vitest";
import { whyNoTrades } from "./explain-run.ts";

const reason = (outcome: string, code: string, slots: number) => ({ outcome, code, slots });

describe("why a run made no trade", () => {
  test.each([
    [0, [], undefined, "No close came due in the period."],
    [
      744,
      [reason("NO_TRADE", "NO_CROSS", 740), reason("REFUSED", "RATE_MISSING", 4)],
      undefined,
      "What was wanted was refused, in 4 slots with RATE_MISSING: Refused: a price or an exchange rate of the portfolio is missing.",
    ],
    [744, [reason("NO_TRADE", "NO_CROSS", 740), reason("REFUSED", "RATE_MISSING", 4)], "No USDT.", "No USDT."],
    [
      24,
      [reason("NO_TRADE", "WARMING_UP", 20), reason("SKIPPED", "WINDOW_DOWNTIME", 4)],
      undefined,
      "Nothing was wanted: WARMING_UP in 20 of 24 slots: The indicators are still warming up.",
    ],
    [
      24,
      [reason("NO_TRADE", "NO_CROSS", 23), reason("INTENTS", "CROSS_UP", 1)],
      undefined,
      "Orders went out in 1 slot, but nothing that was bought was sold again in the period.",
    ],
    [
      9,
      [reason("REFUSED", "TOTAL_CAP_EXCEEDED", 9)],
      undefined,
      "What was wanted was refused, in 9 slots with TOTAL_CAP_EXCEEDED: Refused: total exposure would be … % (limit … %).",
    ],
  ])("%i slots: %j", (slots, reasons, unpayable, sentence) => {
    expect(whyNoTrades({ slots, reasons, unpayable, parted: { filledInParts: 0, givenUp: [] } })).toBe(sentence);
  });

  test("names what its fill model gave up where no order got anything", () => {
    const parted = { filledInParts: 0, givenUp: [{ code: "PARTICIPATION_OVER", orders: 3 }] };
    const reasons = [reason("INTENTS", "CROSS_UP", 3)];
    expect(whyNoTrades({ slots: 24, reasons, unpayable: undefined, parted })).toBe(
      "Orders went out in 3 slots, and 3 got nothing, with PARTICIPATION_OVER: The rest is cancelled: the bars that it was worked in traded too little.",
    );
  });
});
