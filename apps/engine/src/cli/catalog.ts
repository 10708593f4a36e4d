import type { CommandSpec } from "./command.ts";

/**
 * Every command there is. Help is printed from this alone, so nothing heavy may be imported here;
 * a command's module is loaded when it is run. A new command is one entry and one file.
 */
export const commands: readonly CommandSpec[] = [
  {
    name: "import",
    summary: "Import bars from a file into a series, whole or not at all.",
    options: [
      { name: "file", value: "<path>", doc: "CSV, gzipped CSV, ZIP or Parquet", isRequired: true },
      { name: "instrument", value: "<symbol>", doc: "canonical symbol, BTC/USD", isRequired: true },
      { name: "timeframe", value: "<tf>", doc: "1m, 5m, 15m, 1h, 4h or 1d", isRequired: true },
      { name: "source", value: "<name>", doc: "where the bars come from (default archive)" },
      { name: "ts", value: "<s|ms|auto>", doc: "unit of the timestamps (default auto: by magnitude)" },
      { name: "revise", doc: "replace stored bars that the file contradicts, as a new revision" },
    ],
    examples: [
      ["import --file kraken_BTC-USD_1h.csv.gz --instrument BTC/USD --timeframe 1h", "columns ts_ms,open,high,low,close,volume; the header is optional"],
      ["import --file Kraken_OHLCVT.zip --instrument ETH/USD --timeframe 15m", "picks ETHUSD_15.csv out of Kraken's archive"],
      ["import --file bars.parquet --instrument SOL/USD --timeframe 1h --json", "prints the passport as JSON"],
    ],
    load: () => import("./commands/import.ts"),
  },
  {
    name: "instruments",
    summary: "List the instruments: canonical and venue names, steps and minimums.",
    options: [],
    examples: [["instruments", "all of them"], ["instruments --json", "as JSON"]],
    load: () => import("./commands/instruments.ts"),
  },
  {
    name: "series",
    summary: "List the stored series with their passports.",
    options: [
      { name: "instrument", value: "<symbol>", doc: "only this instrument" },
      { name: "gaps", doc: "list the gaps too" },
    ],
    examples: [["series", "what is stored, from when to when, and what is missing"], ["series --instrument BTC/USD --gaps", "one instrument with its gap map"]],
    load: () => import("./commands/series.ts"),
  },
  {
    name: "bars",
    summary: "Print stored bars as CSV or JSON lines.",
    options: [
      { name: "instrument", value: "<symbol>", doc: "canonical symbol", isRequired: true },
      { name: "timeframe", value: "<tf>", doc: "1m, 5m, 15m, 1h, 4h or 1d", isRequired: true },
      { name: "source", value: "<name>", doc: "source of the series (default archive)" },
      { name: "from", value: "<time>", doc: "first bar-open time, 2021-01-01 or 2021-01-01T12:00Z or ms" },
      { name: "to", value: "<time>", doc: "end of the range, exclusive" },
      { name: "format", value: "<csv|jsonl>", doc: "default csv; --json means jsonl" },
      { name: "out", value: "<path>", doc: "write to a file instead of the terminal" },
    ],
    examples: [
      ["bars --instrument BTC/USD --timeframe 1h --from 2021-01-01 --to 2021-02-01", "a month as CSV"],
      ["bars --instrument ETH/USD --timeframe 1h --format jsonl --out eth.jsonl", "everything, to a file"],
    ],
    load: () => import("./commands/bars.ts"),
  },
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
];
