import type { CommandSpec, OptionSpec } from "../command.ts";
import { fillModelOptions } from "../fill-model-specs.ts";

const GRID_OPTIONS: readonly OptionSpec[] = [
  { name: "parquet", value: "<path>", doc: "bars of a Parquet file: no server is needed" },
  { name: "csv", value: "<path>", doc: "bars of a CSV file, plain, gzipped or in a ZIP: no server is needed" },
  {
    name: "instrument",
    value: "<symbol>",
    doc: "which stored bars, as many as you like; of a file what it holds",
    isRepeatable: true,
  },
  { name: "instruments", value: "<a,b>", doc: "the same as a list" },
  {
    name: "account",
    value: "<id|key>",
    doc: "stored: strategy, profile, costs and balance of this account, where no option says otherwise",
  },
  { name: "timeframe", value: "<tf>", doc: "1m, 5m, 15m, 1h, 4h or 1d (default: stored 1h, of a file what its bars say)" },
  { name: "ts", value: "<s|ms|auto>", doc: "the file's timestamps are seconds or milliseconds (default auto)" },
  { name: "source", value: "<name>", doc: "stored: the source that the bars were imported under (default archive)" },
  { name: "from", value: "<time>", doc: "bars that open at or after this: 2021-01-01, 2021-01-01T12:00Z (UTC) or milliseconds" },
  { name: "to", value: "<time>", doc: "bars that open before this" },
  {
    name: "strategy",
    value: "<kind>",
    doc: "ema-atr (default), governed, or one of its six alone, as mean-reversion: npx ballast strategies",
  },
  { name: "strategies", value: "<a,b>", doc: "governed: which of the six may be chosen (default all)" },
  {
    name: "profile",
    value: "<name>",
    doc: "reference (default for ema-atr), guarded (default for governed), balanced, or, stored, one of the workspace's own: key or key@version",
  },
  { name: "fast", value: "<axis>", doc: "ema-atr: the fast EMA. An axis is 20, or 5,10,20, or from:to:step with both ends (default 20)" },
  { name: "slow", value: "<axis>", doc: "ema-atr: the slow EMA (default 50)" },
  { name: "atr", value: "<axis>", doc: "ema-atr: length of the ATR (default 14)" },
  { name: "atr-mult", value: "<axis>", doc: "ema-atr: distance of the stop in ATR (default 2)" },
  { name: "tp-mult", value: "<axis>", doc: "ema-atr: distance of the take profit in ATR (default: none)" },
  { name: "parameter", value: "<name=axis>", doc: "governed: an axis of one parameter, as trendStopAtr=2,2.5,3", isRepeatable: true },
  { name: "fee-bps", value: "<bps>", doc: "taker fee in hundredths of a percent (default 26)" },
  { name: "slippage-bps", value: "<bps>", doc: "mean slippage of a fill (default: reference 0, else 5)" },
  { name: "seed", value: "<text>", doc: "what slippage and latency are drawn from (default: the account's own, else lab)" },
  ...fillModelOptions,
  { name: "starting", value: "<amount>", doc: "starting balance in the quote (default 10000)" },
  { name: "title", value: "<text>", doc: "what the study is called in lists" },
  { name: "workers", value: "<n>", doc: "threads here (default: as many as there are processors); a running engine keeps its own" },
  { name: "workspace", value: "<key>", doc: "stored: the workspace whose ledger counts the trials; needed where there are several" },
];

/** What help prints of the lab's commands. */
export const studySpecs: readonly CommandSpec[] = [
  {
    name: "sweep",
    summary: "Try a grid of parameters over bars; table, heat map, deflated Sharpe ratio and probability of overfitting.",
    options: [
      ...GRID_OPTIONS,
      { name: "axes", value: "<x,y>", doc: "the two parameters of the heat map (default: the first two that vary)" },
    ],
    examples: [
      [
        "sweep --instrument BTC/USD --from 2021-01-01 --to 2026-01-01 --fast 5:30:5 --slow 40:120:10 --atr-mult 1.5,2,3",
        "162 sets over stored bars, spread over the engine's workers; goes on after an interrupt with: study resume",
      ],
      ["sweep --parquet bars.parquet --fast 5:30:5 --slow 40:120:10 --json", "a file alone, no server; each set counts as a trial"],
      [
        "sweep --instruments BTC/USD,ETH/USD --from 2021-01-01 --to 2023-01-01 --strategy governed --profile balanced --parameter trendStopAtr=2,2.5,3 --parameter restBars=6,12 --fill-model bar-path",
        "the selector over several instruments, every check of the profile, fills in parts of each bar's volume",
      ],
      ["sweep --csv bars.csv --fast 10,20 --slow 50,100 --atr-mult 1:3:0.5 --axes slow,atrMult", "the map over two of three axes"],
    ],
    load: () => import("./sweep.ts"),
  },
  {
    name: "walk-forward",
    summary: "Choose parameters in each training stretch alone, and trade them on the stretch after it.",
    options: [
      ...GRID_OPTIONS,
      { name: "in-sample", value: "<bars>", doc: "bars that a fold chooses by", isRequired: true },
      { name: "out-of-sample", value: "<bars>", doc: "bars that it trades its choice on", isRequired: true },
      { name: "purge", value: "<bars>", doc: "bars between them that neither uses (default 0)" },
      { name: "embargo", value: "<bars>", doc: "bars kept away beyond those (default 0)" },
      { name: "anchored", doc: "each fold trains on all bars from the first on, not on the last so many" },
    ],
    examples: [
      [
        "walk-forward --instrument BTC/USD --from 2021-01-01 --to 2026-01-01 --fast 5:30:5 --slow 40:120:20 --in-sample 8760 --out-of-sample 2190 --purge 120 --embargo 24",
        "a year chooses, a quarter trades",
      ],
      ["walk-forward --csv bars.csv --fast 10,20 --slow 50,100 --in-sample 4000 --out-of-sample 1000", "a file alone, no server"],
    ],
    load: () => import("./walk-forward.ts"),
  },
  {
    name: "study",
    summary: "List studies, show one, cancel it, or go on with one that was left.",
    positionals: [
      { name: "action", doc: "list (default), show, cancel or resume", isRequired: false },
      { name: "id", doc: "show, cancel, resume: the beginning of its id", isRequired: false },
    ],
    options: [
      { name: "workspace", value: "<key>", doc: "list: only this workspace" },
      { name: "reason", value: "<text>", doc: "cancel: why; stands in the audit log" },
    ],
    examples: [
      ["study", "all of them, the newest first"],
      ["study show 5f0c", "what it came to"],
      ['study cancel 5f0c --reason "wrong fee"', "stops it within a second; what it has stored stays"],
      ["study resume 5f0c", "walks here what is left of it, where no engine is up"],
    ],
    load: () => import("./study.ts"),
  },
  {
    name: "holdout",
    summary: "Keep the last stretch of a dataset unseen; open it, once and with a reason.",
    positionals: [
      { name: "action", doc: "list (default), declare or open", isRequired: false },
      { name: "id", doc: "open: the beginning of its id", isRequired: false },
    ],
    options: [
      { name: "instrument", value: "<symbol>", doc: "declare: of which stored bars", isRepeatable: true },
      { name: "timeframe", value: "<tf>", doc: "declare: of which length (default 1h)" },
      { name: "source", value: "<name>", doc: "declare: the source that the bars were imported under (default archive)" },
      { name: "from", value: "<time>", doc: "declare: no study sees a bar that opens at this or later" },
      { name: "reason", value: "<text>", doc: "declare, open: why; stands in the audit log" },
      { name: "workspace", value: "<key>", doc: "the workspace; needed where there are several" },
    ],
    examples: [
      [
        'holdout declare --instrument BTC/USD --from 2025-01-01 --reason "the last year"',
        "refused where some study has looked at it already",
      ],
      ['holdout open 5f0c --reason "the strategy is chosen"', "there is no second opening"],
    ],
    load: () => import("./holdout.ts"),
  },
];
