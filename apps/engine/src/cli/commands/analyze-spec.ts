import type { CommandSpec } from "../command.ts";

/** What help prints of `analyze`. */
export const analyzeSpec: CommandSpec = {
  name: "analyze",
  summary: "Prove on stored bars that no feature knows the future, and how much history each needs.",
  positionals: [{ name: "proof", doc: "lookahead (default) or warmup", isRequired: false }],
  options: [
    { name: "instrument", value: "<symbol>", doc: "canonical symbol; the BTC pair stored beside it comes along", isRequired: true },
    { name: "timeframe", value: "<tf>", doc: "1m, 5m, 15m, 1h, 4h or 1d", isRequired: true },
    { name: "source", value: "<name>", doc: "source of the series (default archive)" },
    {
      name: "feature",
      value: "<name>",
      doc: "only this one, ema:20 or breadth:24 (default: all of a governed lineage)",
      isRepeatable: true,
    },
    { name: "samples", value: "<count>", doc: "lookahead: times to cut at; warmup: histories to begin (default 32)" },
    { name: "tolerance", value: "<x>", doc: "warmup: relative difference that a recursive feature settles within (default 1e-9)" },
  ],
  examples: [
    [
      "analyze lookahead --instrument BTC/USD --timeframe 1h",
      "every feature at t from bars cut at t and from all bars; exits with 1 on a leak",
    ],
    [
      "analyze warmup --instrument ETH/USD --timeframe 1h --feature ema:50 --feature vol:720",
      "after how many bars a feature stands as with all history",
    ],
  ],
  load: () => import("./analyze.ts"),
};
