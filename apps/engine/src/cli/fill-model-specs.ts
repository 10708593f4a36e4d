import type { OptionSpec } from "./command.ts";

/** Options that choose how a run's venue fills, as help shows them. */
export const fillModelOptions: readonly OptionSpec[] = [
  {
    name: "fill-model",
    value: "<name>",
    doc: "next-open: each order whole at the next bar's open (default); bar-path: along each bar, in parts of its volume, later by its latency, worse by its size; quote and book-replay need tickers and books, which no bars hold",
  },
  {
    name: "participation-bps",
    value: "<bps>",
    doc: "bar-path: most of a bar's volume that one order takes, 1 to 10000 (default 1000: a tenth)",
  },
  {
    name: "fill-bars",
    value: "<n>",
    doc: "bar-path: bars that an entry is worked for, 1 to 100; its rest is cancelled, sales go on (default 3)",
  },
  {
    name: "latency-ms",
    value: "<span>",
    doc: "bar-path: milliseconds from decision to venue, drawn per fill: 50-500, at most 60000 (default 50-500)",
  },
];
