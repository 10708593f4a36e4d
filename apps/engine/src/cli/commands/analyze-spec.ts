import type { CommandSpec } from "../command.ts";

/** What help prints of `analyze`. */
export const analyzeSpec: CommandSpec = {
  name: "analyze",
  summary: "Prove on stored bars that no feature knows the future, and how much history each needs.",
  positionals: [{ name: "proof", doc: "lookahead (default) or warmup", isRequired: false }],
  options: [
    {
      name: "instrument",
      value: "<symbol>",
      doc: "canonical symbol, for lookahead as many as you like; the BTC pair stored beside them comes along",
      isRequired: true,
      isRepeatable: true,
    },
    { name: "timeframe", value: "<tf>", doc: "1m, 5m, 15m, 1h, 4h or 1d", isRequired: true },
    { name: "source", value: "<name>", doc: "source of the series (default archive)" },
    {
      name: "feature",
      value: "<name>",
      doc: "only this one: ema:20, breadth:24, regime, correlations (default: all that a governed close seals)",
      isRepeatable: true,
    },
    {
      name: "samples",
      value: "<count>",
      doc: "lookahead: rows to cut at, beside the push at every row (default: 4 to 32 by the length of the history); warmup: histories to begin (default 32)",
    },
    { name: "tolerance", value: "<x>", doc: "warmup: relative difference that a recursive feature settles within (default 1e-9)" },
  ],
  examples: [
    [
      "analyze lookahead --instrument BTC/USD --timeframe 1h",
      "every value at every row, from all bars and from a push that was handed those up to it; exits with 1 on a leak, and where nothing could be compared",
    ],
    [
      "analyze warmup --instrument ETH/USD --timeframe 1h --feature ema:50 --feature vol:720",
      "after how many bars a feature stands as with all history",
    ],
  ],
  load: () => import("./analyze.ts"),
};
