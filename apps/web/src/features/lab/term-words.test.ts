import { expect, it } from "vitest";
import { termRows } from "./term-words.ts";

it("tells the terms of a request in words, and one that it does not know as it stands", () => {
  expect(
    termRows([
      ["fromMs", "1"],
      ["novel", "7"],
      ["grid", '{"fast":[5,10],"slow":[50]}'],
      ["parameters", "{}"],
      ["feeBps", "26"],
      ["instruments", '["BTC/USD","ETH/USD"]'],
      ["folds", '{"kind":"rolling","inSampleBars":100}'],
    ]),
  ).toEqual([
    ["Instruments", "BTC/USD, ETH/USD"],
    ["Parameters", "the usual ones"],
    ["Grid", "Fast EMA 5, 10; Slow EMA 50"],
    ["Folds", "rolling; in sample 100"],
    ["Fee", "26 bp"],
    ["novel", "7"],
  ]);
});
