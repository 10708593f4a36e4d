import { accountSpecs } from "./account-specs.ts";
import type { CommandSpec } from "./command.ts";
import { analyzeSpec } from "./commands/analyze-spec.ts";
import { backtestSpec } from "./commands/backtest-spec.ts";
import { paritySpec } from "./commands/parity-spec.ts";
import { replaySpecs } from "./commands/replay-specs.ts";
import { studySpecs } from "./commands/study-specs.ts";

/**
 * Every command there is. Help is printed from this alone, so nothing heavy may be imported here;
 * a command's module is loaded when it is run. A new command is one entry and one file.
 */
export const commands: readonly CommandSpec[] = [
  {
    name: "import",
    summary: "Import bars (OHLCV) from a file, whole or not at all.",
    options: [
      { name: "file", value: "<path>", doc: "CSV, gzipped CSV, ZIP or Parquet, told by its content", isRequired: true },
      { name: "instrument", value: "<symbol>", doc: "canonical symbol, BTC/USD", isRequired: true },
      { name: "timeframe", value: "<tf>", doc: "what the file holds: 1m, 5m, 15m, 1h, 4h or 1d; nothing is converted", isRequired: true },
      { name: "source", value: "<name>", doc: "the name to keep the bars under, beside others of the pair (default archive)" },
      { name: "ts", value: "<s|ms|auto>", doc: "timestamps are seconds or milliseconds since 1970, UTC (default auto: their size tells)" },
      { name: "revise", doc: "replace stored bars that the file contradicts, as a new revision" },
      { name: "allow-sparse", doc: "take a file whose bars mostly lie farther apart than the timeframe, with all its gaps" },
    ],
    examples: [
      [
        "import --file kraken_BTC-USD_1h.csv.gz --instrument BTC/USD --timeframe 1h",
        "columns ts_ms,open,high,low,close,volume; the header is optional",
      ],
      ["import --file Kraken_OHLCVT.zip --instrument ETH/USD --timeframe 15m", "picks ETHUSD_15.csv out of Kraken's archive"],
      ["import --file bars.parquet --instrument SOL/USD --timeframe 1h --json", "prints the passport as JSON"],
    ],
    load: () => import("./commands/import.ts"),
  },
  {
    name: "instruments",
    summary: "List the instruments with their names, steps and minimums; add one of your own.",
    positionals: [
      { name: "action", doc: "list (default), add or set", isRequired: false },
      { name: "symbol", doc: "add, set: base/quote in capitals, as FOO/USD", isRequired: false },
    ],
    options: [
      {
        name: "venue-name",
        value: "<name>",
        doc: "add, set: what the venue calls it; without one it is history alone, for training and the reference strategy",
      },
      { name: "price-step", value: "<amount>", doc: "add, set: step of prices (needed with a venue's name)" },
      { name: "quantity-step", value: "<amount>", doc: "add, set: step of quantities (needed with a venue's name)" },
      { name: "quantity-min", value: "<amount>", doc: "add, set: least quantity of an order (default: none)" },
      { name: "notional-min", value: "<amount>", doc: "add, set: least value of an order, in the quote (default: none)" },
    ],
    examples: [
      ["instruments", "all of them"],
      ["instruments add FOO/USD", "a pair whose history is imported, trained on and run by the reference strategy"],
      [
        "instruments add FOO/USD --venue-name FOOUSD --price-step 0.0001 --quantity-step 0.01 --quantity-min 5",
        "one that paper accounts trade too; coins are kept to 12 decimals, currencies to 8",
      ],
      ["instruments set FOO/USD --venue-name FOOUSD --price-step 0.001 --quantity-step 0.01", "all its figures anew, as the next revision"],
    ],
    load: () => import("./commands/instruments.ts"),
  },
  {
    name: "series",
    summary: "List what bars are stored: of what, from where, from when to when, and what is missing.",
    options: [
      { name: "instrument", value: "<symbol>", doc: "only this instrument" },
      { name: "gaps", doc: "list the gaps too" },
    ],
    examples: [
      ["series", "what is stored, from when to when, and what is missing"],
      ["series --instrument BTC/USD --gaps", "one instrument with its gap map"],
    ],
    load: () => import("./commands/series.ts"),
  },
  {
    name: "bars",
    summary: "Print stored bars as CSV or JSON lines.",
    options: [
      { name: "instrument", value: "<symbol>", doc: "canonical symbol", isRequired: true },
      { name: "timeframe", value: "<tf>", doc: "1m, 5m, 15m, 1h, 4h or 1d", isRequired: true },
      { name: "source", value: "<name>", doc: "source of the series (default archive)" },
      { name: "from", value: "<time>", doc: "bars that open at or after this: 2021-01-01, 2021-01-01T12:00Z (UTC) or milliseconds" },
      { name: "to", value: "<time>", doc: "bars that open before this" },
      { name: "format", value: "<csv|jsonl>", doc: "csv or one JSON object a line (default csv; --json means jsonl)" },
      { name: "out", value: "<path>", doc: "write to a file instead of the terminal" },
    ],
    examples: [
      ["bars --instrument BTC/USD --timeframe 1h --from 2021-01-01 --to 2021-02-01", "a month as CSV"],
      ["bars --instrument ETH/USD --timeframe 1h --format jsonl --out eth.jsonl", "everything, to a file"],
    ],
    load: () => import("./commands/bars.ts"),
  },
  analyzeSpec,
  {
    name: "export",
    summary: "Write the hashed rows of runs as one canonical byte stream.",
    options: [
      { name: "canonical", doc: "the form that two databases are compared by", isRequired: true },
      { name: "run", value: "<key>", doc: "only this run", isRepeatable: true },
      { name: "account", value: "<key>", doc: "only this account", isRepeatable: true },
      { name: "out", value: "<path|->", doc: "a file, or - for the terminal", isRequired: true },
    ],
    examples: [
      ["export --canonical --out -", "everything, to the terminal; the last line is the SHA-256 of the rest"],
      ["export --canonical --run year-2021 --account alpha --out alpha.jsonl", "one account in one run"],
    ],
    load: () => import("./commands/export.ts"),
  },
  {
    name: "verify",
    summary: "Recompute every hash of every chain and compare the chains with the signed heads.",
    options: [
      { name: "workspace", value: "<key>", doc: "only this workspace: its audit log and its accounts" },
      { name: "account", value: "<id|key>", doc: "only this account: its receipts and its ledger, in all its runs" },
      { name: "checkpoints", value: "<folder>", doc: "where the signed heads are (default: checkpoints in the state folder)" },
    ],
    examples: [
      ["verify", "receipts, ledger and audit log of everybody; exits 1 where a row is not what it was, and names it"],
      ["verify --account alpha", "one account's receipts and ledger"],
      ["verify --workspace demo --json", "one workspace, as JSON"],
    ],
    load: () => import("./commands/verify.ts"),
  },
  ...accountSpecs,
  {
    name: "halt",
    summary: "Halt everything, a workspace, an account, an instrument or a model at once; release it again.",
    positionals: [{ name: "action", doc: "set (default), release or list", isRequired: false }],
    options: [
      { name: "workspace", value: "<key>", doc: "the workspace; needed where there are several" },
      { name: "account", value: "<id|key>", doc: "halt this account alone" },
      { name: "instrument", value: "<symbol>", doc: "halt this instrument in every account" },
      { name: "scope", value: "<scope>", doc: "all (every workspace of the installation), workspace, account, instrument or model" },
      { name: "subject", value: "<name>", doc: "what of that scope: a workspace, an account, a symbol or a model; none for all" },
      {
        name: "verb",
        value: "<verb>",
        doc: "block_entries (default), reduce_only, cancel or flatten, which sells what is held; the last two ask once in a terminal",
      },
      { name: "drill", doc: "exercise the halt in every account that it would reach, and change nothing" },
      { name: "yes", doc: "cancel or flatten without asking; a script is never asked, for nothing may hold a halt up" },
      { name: "reason", value: "<text>", doc: "why; stands in the audit log" },
      { name: "by", value: "<name>", doc: "who halts or releases (default: the user of this machine)" },
      { name: "id", value: "<id>", doc: "release: which halt" },
    ],
    examples: [
      ['halt --reason "feed looks wrong"', "no account of the workspace opens a position from now on"],
      ['halt --account alpha --verb flatten --reason "out"', "sell everything that one account holds; asks once in a terminal"],
      ['halt --verb flatten --yes --reason "out"', "the same for the whole workspace, without the question"],
      ['halt --drill --verb flatten --reason "monthly drill"', "what a flatten would do in each account, without doing it"],
      ['halt --scope all --reason "venue is down"', "every workspace of this installation, one halt each"],
      ['halt --scope model --subject rebound-7 --reason "drifts"', "no entry that this model decides"],
      ['halt release --id 5f0c… --reason "feed is back"', "release one halt"],
    ],
    load: () => import("./commands/halt.ts"),
  },
  backtestSpec,
  ...studySpecs,
  paritySpec,
  ...replaySpecs,
  {
    name: "seed-demo",
    summary: "Make the demo workspace on the synthetic market; changes nothing where it is there.",
    options: [
      { name: "email", value: "<address>", doc: "who signs in to it (default demo@ballast.local)" },
      {
        name: "password-file",
        value: "<path>",
        doc: "a file that holds the password, one line of 12 characters or more",
        isRequired: true,
      },
    ],
    examples: [
      [
        "seed-demo --password-file demo-password",
        "what npm start does at its first start; write the file first: openssl rand -base64 12 > demo-password",
      ],
      ["seed-demo --email me@example.com --password-file demo-password --json", "makes it for an address of yours"],
    ],
    load: () => import("./commands/seed-demo.ts"),
  },
];
