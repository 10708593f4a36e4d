import { expect, it } from "vitest";
import type { FactView } from "../shell/answers.ts";
import { groupFacts, mergeBareFacts } from "./fact-groups.ts";

const fact = (code: string) => ({ symbol: "BTC/USD", code, values: [] });

it("puts every fact into exactly one step", () => {
  const step = {
    symbol: "BTC/USD",
    code: "TREND_ENTRY",
    values: [
      ["from", "armed"],
      ["to", "entering"],
    ],
  } satisfies FactView;
  const facts: FactView[] = [...["CROSS_UP", "SIZED", "CHECKS_NOT_APPLICABLE", "REGIME_READ", "DRAWDOWN_HALT", "NEW_CODE"].map(fact), step];
  const groups = groupFacts(facts);
  expect(Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, group.map(({ code }) => code)]))).toEqual({
    regime: ["REGIME_READ"],
    strategy: ["CROSS_UP", "NEW_CODE"],
    campaign: ["TREND_ENTRY"],
    sizing: ["SIZED"],
    checks: ["CHECKS_NOT_APPLICABLE"],
    ladder: ["DRAWDOWN_HALT"],
  });
  expect(Object.values(groups).flat()).toHaveLength(facts.length);
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
