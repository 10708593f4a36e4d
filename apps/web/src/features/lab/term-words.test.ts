import { expect, it } from "vitest";
import { termRows } from "./term-words.ts";

it("tells the terms of a request in words, and one that it does not know as it stands", () => {
  expect(
    termRows([
      ["fromMs", "1"],
      ["novel", "7"],
      ["grid", '{"fast":[5,10],"slow":[50],"trendStopAtr":[1,1.1,1.2,1.3,1.4,1.5,1.6]}'],
      ["parameters", "{}"],
      ["strategies", '["recovery","mean-reversion"]'],
      ["profile", "careful@3"],
      ["fillModel", '{"name":"bar-path"}'],
      ["feeBps", "26"],
      ["instruments", '["BTC/USD","ETH/USD"]'],
      ["folds", '{"kind":"rolling","inSampleBars":100}'],
    ]),
  ).toEqual([
    ["Instruments", "BTC/USD, ETH/USD"],
    ["May choose", "Recovery after drawdown, Mean reversion"],
    ["Risk profile", "careful, version 3"],
    ["Parameters", "the usual ones"],
    ["Grid", "Fast EMA 5, 10; Slow EMA 50; Trend stop 1 to 1.6 by 0.1"],
    ["Folds", "rolling; in sample 100"],
    ["Fee", "26 bp"],
    ["novel", "7"],
  ]);
});
