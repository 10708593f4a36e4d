import type { CommandSpec } from "../command.ts";
import { fillModelOptions } from "../fill-model-specs.ts";

/** What help prints of `backtest`. */
export const backtestSpec: CommandSpec = {
  name: "backtest",
  summary: "Walk a strategy over the bars of a file, without any server, or over stored bars; say what it would have earned.",
  options: [
    { name: "parquet", value: "<path>", doc: "bars of a Parquet file" },
    { name: "csv", value: "<path>", doc: "bars of a CSV file, plain, gzipped or in a ZIP" },
    {
      name: "instrument",
      value: "<symbol>",
      doc: "what the file holds (default: what its name says, else FILE/USD); without a file: which stored bars, as many as you like",
      isRepeatable: true,
    },
    { name: "instruments", value: "<a,b>", doc: "the same as a list" },
    { name: "timeframe", value: "<tf>", doc: "1m, 5m, 15m, 1h, 4h or 1d (default: what the file's bars say; stored: 1h)" },
    { name: "ts", value: "<s|ms|auto>", doc: "the file's timestamps are seconds or milliseconds (default auto: their size tells)" },
    { name: "source", value: "<name>", doc: "stored: the source that the bars were imported under (default archive)" },
    {
      name: "account",
      value: "<id|key>",
      doc: "stored: strategy, profile, costs and balance of this account, where no option says otherwise",
    },
    {
      name: "run",
      value: "<key>",
      doc: "with --account: the run whose orders it repeats, to the id and the luck of each (default: the one that npx ballast run makes of these terms)",
    },
    {
      name: "workspace",
      value: "<key>",
      doc: "stored: whose ledger counts the run, and whose profiles it may name (default: the only one)",
    },
    { name: "from", value: "<time>", doc: "bars that open at or after this: 2021-01-01, 2021-01-01T12:00Z (UTC) or milliseconds" },
    { name: "to", value: "<time>", doc: "bars that open before this" },
    {
      name: "strategy",
      value: "<kind>",
      doc: "ema-atr (default), governed (six kinds under a selector: npx ballast strategies), or one of the six alone, as mean-reversion",
    },
    { name: "fast", value: "<bars>", doc: "ema-atr: length of the fast EMA (default 20)" },
    { name: "slow", value: "<bars>", doc: "ema-atr: length of the slow EMA (default 50)" },
    { name: "atr", value: "<bars>", doc: "ema-atr: length of the ATR (default 14)" },
    { name: "atr-mult", value: "<x>", doc: "ema-atr: distance of the stop in ATR (default 2.0)" },
    { name: "tp-mult", value: "<x>", doc: "ema-atr: distance of the take profit in ATR (default: none)" },
    { name: "strategies", value: "<a,b>", doc: "governed: which of the six may be chosen (default all)" },
    { name: "parameter", value: "<name=value>", doc: "governed: sets one parameter, as trendStopAtr=2", isRepeatable: true },
    {
      name: "profile",
      value: "<name|file>",
      doc: "reference (default for ema-atr: all equity, no limit, no price steps), guarded (default for governed), balanced, an account file, or, stored, one of the workspace's own: key or key@version",
    },
    { name: "fee-bps", value: "<bps>", doc: "taker fee in hundredths of a percent (default 26: 0.26 %)" },
    { name: "slippage-bps", value: "<bps>", doc: "mean slippage of a fill (default: reference 0, else 5)" },
    { name: "starting", value: "<amount>", doc: "starting balance in the quote (default 10000)" },
    { name: "sizing", value: "<all>", doc: "all: every entry takes all equity, whatever the profile says" },
    { name: "lot-step", value: "<amount>", doc: "step of quantities in place of the venue's; 0 for none" },
    { name: "seed", value: "<text>", doc: "what slippage and latency are drawn from (default: the account's own, else lab)" },
    ...fillModelOptions,
    { name: "stress", doc: "beside it fees twice, slippage three times as large, and one bar late: what is left then" },
    {
      name: "bias",
      doc: "beside it, whether it knows the future (its fills over histories that end early), and how much history it needs; exits with 1 on a leak",
    },
    { name: "trades", doc: "list every round trip" },
    { name: "tables", doc: "returns by month, profits by instrument and by regime, the deepest drawdowns (--json has them always)" },
    { name: "out", value: "<folder>", doc: "write trades, fills, equity and months as CSV and JSONL, and the report as JSON" },
  ],
  examples: [
    [
      "backtest --parquet bars.parquet --strategy ema-atr --fast 20 --slow 50 --atr 14 --atr-mult 2.0 --fee-bps 1.0 --json",
      "a file alone, no server: the summary as JSON, with the number of this trial on these bars",
    ],
    ["backtest --csv kraken_BTC-USD_1h.csv.gz --from 2021-01-01 --to 2022-01-01 --trades", "one year of it, every round trip"],
    ["backtest --csv bars.csv --instrument ETH/USD --stress --out eth", "what is left at higher costs and a bar late; exports in eth/"],
    [
      "backtest --instrument BTC/USD --instrument ETH/USD --strategy governed --profile balanced --from 2023-01-01",
      "stored bars, all checks",
    ],
    ["backtest --account alpha --from 2021-01-01 --to 2022-01-01", "what an account would have done"],
  ],
  load: () => import("./backtest.ts"),
};
