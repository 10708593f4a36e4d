import type { CommandSpec } from "../command.ts";

export const paritySpec: CommandSpec = {
  name: "parity",
  summary: "Put an account beside the backtest of the same period, trade by trade, each difference explained; writes nothing.",
  positionals: [{ name: "account", doc: "its id or key", isRequired: true }],
  options: [
    { name: "run", value: "<key>", doc: "which of its runs (default: the continuous one, else the last)" },
    {
      name: "from",
      value: "<time>",
      doc: "slots from this on: 2026-02-01, 2026-02-01T12:00Z (UTC) or milliseconds (default: the run's first)",
    },
    { name: "to", value: "<time>", doc: "slots before this (default: all that are decided so far)" },
    { name: "all", doc: "list every difference (default: the first 50)" },
    { name: "csv", value: "<file>", doc: "write every fill of both, the same ones too, with their differences and causes as CSV" },
    { name: "workspace", value: "<key>", doc: "the workspace; needed where there are several" },
    { name: "dsn", value: "<url>", doc: "a database by its URL instead of the services that run for this clone" },
  ],
  examples: [
    ["parity alpha", "its whole run: trades that are the same, otherwise, missing or extra, and why"],
    ["parity alpha --from 2026-02-01 --to 2026-02-08 --csv week.csv", "a week, every fill in a file"],
    ["parity alpha --run year-2021 --json", "one run's, as JSON"],
  ],
  load: () => import("./parity.ts"),
};
