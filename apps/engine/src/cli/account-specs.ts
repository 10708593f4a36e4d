import type { CommandSpec, OptionSpec } from "./command.ts";
import { fillModelOptions } from "./fill-model-specs.ts";

/** Options that say what an account decides by; `verb` says what they do in this command. */
function strategyOptions(verb: "create" | "run" | "paper"): readonly OptionSpec[] {
  const lead = verb === "create" ? "create: " : "";
  const fallback = (value: string): string => (verb === "run" ? " (default: the account's own)" : ` (default ${value})`);
  return [
    {
      name: "timeframe",
      value: "<tf>",
      doc: `${lead}timeframe of the bars that it decides on; they must be imported as such${fallback("1h")}`,
    },
    {
      name: "strategy",
      value: "<kind>",
      doc: `${lead}ema-atr (one crossing, one stop) or governed (six kinds under a selector: npx ballast strategies)${fallback("ema-atr")}`,
    },
    { name: "strategies", value: "<a,b>", doc: `${lead}governed: which of the six may be chosen${fallback("all")}` },
    {
      name: "parameter",
      value: "<name=value>",
      doc: `${lead}governed: sets one parameter, as trendStopAtr=2; the others stay`,
      isRepeatable: true,
    },
    { name: "fast", value: "<bars>", doc: `${lead}ema-atr: length of the fast EMA${fallback("20")}` },
    { name: "slow", value: "<bars>", doc: `${lead}ema-atr: length of the slow EMA${fallback("50")}` },
    { name: "atr", value: "<bars>", doc: `${lead}ema-atr: length of the ATR${fallback("14")}` },
    { name: "atr-mult", value: "<x>", doc: `${lead}ema-atr: distance of the stop in ATR${fallback("2.0")}` },
    { name: "tp-mult", value: "<x>", doc: `${lead}ema-atr: distance of the take profit in ATR${fallback("none")}` },
  ];
}

const WORKSPACE: OptionSpec = { name: "workspace", value: "<key>", doc: "the workspace; needed where there are several" };

const accounts: CommandSpec = {
  name: "accounts",
  summary: "List the accounts, create a paper account, export one to a file or apply a file.",
  positionals: [
    { name: "action", doc: "list (default), create, export or apply", isRequired: false },
    { name: "account", doc: "export: its id or key", isRequired: false },
  ],
  options: [
    WORKSPACE,
    { name: "name", value: "<text>", doc: "create: its name" },
    { name: "key", value: "<key>", doc: "create: its key, which stands in every id (default: made from the name)" },
    { name: "market", value: "<key>", doc: "create: synthetic or archive (default archive: runs over imported bars)" },
    { name: "balance", value: "<amount>", doc: "create: starting balance in its currency (default 10000)" },
    { name: "currency", value: "<code>", doc: "create: what it holds and pays with: USD, USDC, CAD, EUR or USDT (default USD)" },
    {
      name: "profile",
      value: "<name>",
      doc: "create: risk profile: guarded, balanced or reference as it ships, or one of the workspace's own: key (its newest version) or key@version (default guarded)",
    },
    {
      name: "instrument",
      value: "<symbol>",
      doc: "create: what it trades, priced in its currency (default: the ten of the synthetic market, in USD)",
      isRepeatable: true,
    },
    ...strategyOptions("create"),
    { name: "file", value: "<path>", doc: "apply: the account file, as export writes it" },
    { name: "dry-run", doc: "apply: only check the file and show what it changes" },
    { name: "yes", doc: "apply: without asking" },
    { name: "reason", value: "<text>", doc: "apply: why; stands in the audit log and in an approval that is asked for" },
    { name: "by", value: "<name>", doc: "apply: who applies it (default: the user of this machine); for an approval the member's e-mail" },
  ],
  examples: [
    ["accounts", "every account with its id, key, market and profile"],
    ["accounts create --name Alpha --instrument BTC/USD --balance 25000", "a paper account for runs over imported bars"],
    ["accounts create --name Trend --market synthetic --profile balanced", "one that trades the synthetic market from now on"],
    [
      "accounts create --name Six --strategy governed --strategies trend-follower,recovery --parameter trendStopAtr=2",
      "governed strategies under their selector, one of their parameters set",
    ],
    ["accounts export alpha > alpha.yaml", "an account's whole set-up as one file"],
    ["accounts apply --file docs/examples/paper.kraken.crypto.global.yaml --dry-run", "checks a file and shows what it would change"],
    ["accounts apply --file alpha.yaml --yes", "applies it; raising a limit of a live account files a request for approval instead"],
  ],
  load: () => import("./commands/accounts.ts"),
};

const rearmAfter: OptionSpec = {
  name: "rearm-after",
  value: "<span>",
  doc: "a term of the simulation: what a limit or a violent hour has halted is released after this long on the run's clock: 24h, 7d or never (default 24h); a break of the data never",
};

const run: CommandSpec = {
  name: "run",
  summary: "Run accounts over imported bars, by the jobs that also run the demo; say what they earned and why.",
  options: [
    {
      name: "account",
      value: "<id|key>",
      doc: "an account; several run together over the same bars",
      isRequired: true,
      isRepeatable: true,
    },
    {
      name: "from",
      value: "<time>",
      doc: "bars that open at or after this: 2021-01-01, 2021-01-01T12:00Z (UTC) or milliseconds",
      isRequired: true,
    },
    { name: "to", value: "<time>", doc: "bars that open before this", isRequired: true },
    { name: "source", value: "<name>", doc: "source that the bars were imported under (default archive)" },
    {
      name: "run-key",
      value: "<key>",
      doc: "names the run and its ids (default: made from accounts, settings, costs and period; the same again gets -2, -3 …)",
    },
    { name: "instrument", value: "<symbol>", doc: "what to trade (default: the account's own)", isRepeatable: true },
    {
      name: "profile",
      value: "<name>",
      doc: "guarded or balanced, which limit; reference, which does not: all equity, no window, no price steps (default: the account's own)",
    },
    ...strategyOptions("run"),
    { name: "fee-bps", value: "<bps>", doc: "taker fee in hundredths of a percent: 26 is 0.26 % (default: the account's own)" },
    {
      name: "fee-tier",
      value: "<usd>",
      doc: "instead of --fee-bps: what Kraken takes of a market order at this 30-day volume in USD: 0 is 0.40 %",
    },
    {
      name: "slippage-bps",
      value: "<bps>",
      doc: "mean slippage of a fill (default: the account's own; reference: 0); at 0 a governed fill is still moved to the venue's price step",
    },
    ...fillModelOptions,
    rearmAfter,
    { name: "balance", value: "<amount>", doc: "starting balance (default: the account's own; reference: 10000)" },
    { name: "trades", doc: "list every round trip: entry, exit, why it ended, what it earned after fees" },
  ],
  examples: [
    [
      "run --account alpha --from 2021-01-01 --to 2022-01-01",
      "a year of hourly decisions, what they earned, and why the other hours were quiet",
    ],
    [
      "run --account alpha --from 2021-01-01 --to 2022-01-01 --profile reference --fee-bps 26 --json --trades",
      "every trade as JSON, to compare with an independent program",
    ],
    ["run --account alpha --strategy governed --from 2021-01-01 --to 2022-01-01", "the same year by the governed strategies"],
  ],
  load: () => import("./commands/run.ts"),
};

const strategies: CommandSpec = {
  name: "strategies",
  summary: "List the strategies with the regimes they serve, their ceilings and their parameters.",
  options: [],
  examples: [
    ["strategies", "the six governed strategies and every parameter with its bounds"],
    ["strategies --json", "the same as JSON"],
  ],
  load: () => import("./commands/strategies.ts"),
};

const whatIf: CommandSpec = {
  name: "what-if",
  summary: "Walk an account's last days as it would have traded them under another risk profile; writes nothing.",
  options: [
    { name: "account", value: "<id|key>", doc: "the account", isRequired: true },
    {
      name: "profile",
      value: "<key[@version]|file>",
      doc: "guarded, balanced or reference as it ships, one of the workspace's own: key (its newest version) or key@version, or the profile of an account file",
      isRequired: true,
    },
    { name: "days", value: "<n>", doc: "days of its own clock, back from its newest decision (default 30)" },
    { name: "run", value: "<key>", doc: "which of its runs (default: the continuous one, else the last)" },
    WORKSPACE,
    {
      name: "slots",
      doc: "decide each recorded slot again apart instead of walking the other profile's own path: balances, positions, kill switches and drawdown stay as recorded, an order that slots repeat counts once",
    },
    { name: "all", doc: "list every order that differs (default: the first 50)" },
  ],
  examples: [
    [
      "what-if --account alpha --profile balanced --days 30",
      "which orders it would have blocked, resized or let through on its own path, and what it would be worth",
    ],
    ["what-if --account alpha --profile guarded@2 --slots", "what that version says to each recorded slot, its own path not followed"],
  ],
  load: () => import("./commands/what-if.ts"),
};

const why: CommandSpec = {
  name: "why",
  summary: "Say in words why an account is idle, from what is stored.",
  positionals: [{ name: "account", doc: "its id or key", isRequired: true }],
  options: [{ name: "run", value: "<key>", doc: "in which of its runs (default: the continuous one, else the last)" }, WORKSPACE],
  examples: [
    ["why alpha", "no feed, no close yet, warm-up, no signal, refused, window or halted"],
    ["why alpha --run year-2021 --json", "one run's, as JSON"],
  ],
  load: () => import("./commands/why.ts"),
};

const paper: CommandSpec = {
  name: "paper",
  summary: "Run a paper loop in this terminal on a replayed market; no live venue in this release.",
  options: [
    { name: "products", value: "<a,b>", doc: "what it trades, BTC/USD,ETH/USD", isRequired: true },
    {
      name: "tf",
      value: "<tf>",
      doc: "timeframe of the bars that it decides on: 1h or 15m, with archive any that was imported",
      isRequired: true,
    },
    { name: "fee-bps", value: "<bps>", doc: "taker fee in hundredths of a percent: 26 is 0.26 % (default 26)" },
    {
      name: "risk-per-trade",
      value: "<x>",
      doc: "part of the portfolio that a stop may lose, 0.01 for 1 % (default: the profile's; policy admits 0.02)",
    },
    { name: "market", value: "<name>", doc: "synthetic (default) or archive: imported bars, replayed" },
    { name: "source", value: "<name>", doc: "archive: source of the bars (default archive)" },
    { name: "from", value: "<time>", doc: "where in the market to begin; needed with archive" },
    { name: "to", value: "<time>", doc: "where to end (archive: 30 days on; synthetic: never)" },
    { name: "speed", value: "<x>", doc: "market seconds a second (default 3600: an hour a second; 1 is real time)" },
    { name: "closes", value: "<n>", doc: "end after so many closes" },
    { name: "summary-minutes", value: "<n>", doc: "minutes between two summaries (default 15)" },
    { name: "out", value: "<folder>", doc: "where its four CSV files and the reports of its weeks go (default: paper-<now> here)" },
    { name: "balance", value: "<amount>", doc: "starting balance in the quote (default 10000)" },
    { name: "profile", value: "<name>", doc: "guarded (default) or balanced" },
    rearmAfter,
    { name: "slippage-bps", value: "<bps>", doc: "modelled slippage (default 5)" },
    ...fillModelOptions,
    ...strategyOptions("paper").filter(({ name }) => name !== "timeframe"),
  ],
  examples: [
    ["paper --products BTC/USD,ETH/USD --tf 1h --fee-bps 26 --risk-per-trade 0.01", "the synthetic market, an hour a second, until Ctrl-C"],
    ["paper --products BTC/USD --tf 15m --market archive --from 2024-10-01 --speed 900", "imported quarters of an hour, one a second"],
    [
      "paper --products BTC/USD --tf 1h --closes 500 --speed 1000000 --json",
      "five hundred hours at once: what came of them, each day's check and each week beside its backtest",
    ],
  ],
  load: () => import("./commands/paper.ts"),
};

/** Commands about accounts: what they are, what they decide by, and what they would do. */
export const accountSpecs: readonly CommandSpec[] = [accounts, strategies, run, paper, whatIf, why];
