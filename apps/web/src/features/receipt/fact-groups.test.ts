import { expect, it } from "vitest";
import { groupFacts, mergeBareFacts } from "./fact-groups.ts";

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

it("says once what holds for several instruments, and keeps what has figures apart", () => {
  const facts = [
    { symbol: "ADA/USD", code: "NO_CROSS", values: [] },
    { symbol: "BTC/USD", code: "CROSS_UP", values: [["atr", "1"]] as const },
    { symbol: "ETH/USD", code: "NO_CROSS", values: [] },
  ].map((one) => ({ ...one, values: one.values.map(([name, value]): [string, string] => [name, value]) }));
  expect(mergeBareFacts(facts).map(({ symbol, code }) => [symbol, code])).toEqual([
    ["ADA/USD, ETH/USD", "NO_CROSS"],
    ["BTC/USD", "CROSS_UP"],
  ]);
});
