import { expect, it } from "vitest";
import { groupFacts } from "./fact-groups.ts";

const fact = (code: string) => ({ symbol: "BTC/USD", code, values: [] });

it("puts every fact into exactly one step", () => {
  const facts = ["CROSS_UP", "SIZED", "CHECKS_NOT_APPLICABLE", "NEW_CODE"].map(fact);
  const { strategy, sizing, checks } = groupFacts(facts);
  expect([strategy, sizing, checks].map((group) => group.map(({ code }) => code))).toEqual([
    ["CROSS_UP", "NEW_CODE"],
    ["SIZED"],
    ["CHECKS_NOT_APPLICABLE"],
  ]);
  expect(strategy.length + sizing.length + checks.length).toBe(facts.length);
});
