import type { CommandSpec } from "../command.ts";
import { backtestSpec } from "./backtest-spec.ts";

/** What a strategy is named by and walked with: as a backtest takes it. */
const OF_STRATEGIES: readonly string[] = [
  ...["strategy", "strategies", "parameter", "fast", "slow", "atr", "atr-mult", "account", "workspace", "profile", "sizing"],
  ...["parquet", "csv", "ts", "instruments", "from", "to", "fee-bps", "slippage-bps", "starting", "lot-step", "seed"],
  ...["fill-model", "participation-bps", "fill-bars", "latency-ms"],
];

/** What help prints of `analyze`. */
export const analyzeSpec: CommandSpec = {
  name: "analyze",
  summary: "Prove on bars that no feature and no strategy knows the future, and how much history each needs.",
  positionals: [{ name: "proof", doc: "lookahead (default) or warmup", isRequired: false }],
  options: [
    {
      name: "instrument",
      value: "<symbol>",
      doc: "canonical symbol, as many as you like; for features the BTC pair stored beside them comes along",
      isRepeatable: true,
    },
    { name: "timeframe", value: "<tf>", doc: "1m, 5m, 15m, 1h, 4h or 1d (of a strategy 1h where none is named)" },
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
      doc: "lookahead: places to cut at (of features 4 to 32 by the length of the history, beside the push at every row; of a strategy 8 and behind up to 64 of its decisions, fewer where the bars are many); warmup of features: histories to begin (default 32)",
    },
    { name: "tolerance", value: "<x>", doc: "warmup: relative difference that a recursive feature settles within (default 1e-9)" },
    ...backtestSpec.options.filter(({ name }) => OF_STRATEGIES.includes(name)),
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
    [
      "analyze lookahead --strategy governed --profile balanced --instrument BTC/USD --instrument ETH/USD --from 2023-01-01 --to 2024-01-01",
      "whether a strategy does the same where the bars behind a cut are others; exits with 1 where it does not",
    ],
    ["analyze warmup --strategy mean-reversion --instrument BTC/USD --from 2023-01-01", "how much history before a period it needs"],
  ],
  load: () => import("./analyze.ts"),
};
