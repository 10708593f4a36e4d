import type { CommandSpec, OptionSpec } from "../command.ts";

const OF_HOUR = "--run-id live-synthetic --account-id alpha --hour-ts-utc 2026-01-03T01:00Z";
const OF_WINDOW = "--run-mode paper --start-hour-ts-utc 2026-01-03T00:00Z --end-hour-ts-utc 2026-01-03T23:00Z";

const RUN_ID: OptionSpec = { name: "run-id", value: "<id|key>", doc: "the run", isRequired: true };
const ACCOUNT_ID: OptionSpec = { name: "account-id", value: "<id|key>", doc: "the account", isRequired: true };
const RUN_MODE: OptionSpec = { name: "run-mode", value: "<mode>", doc: "backtest, paper, shadow or live", isRequired: true };
const HOUR: OptionSpec = {
  name: "hour-ts-utc",
  value: "<time>",
  doc: "when the hour begins: 2021-01-01T12:00Z or milliseconds",
  isRequired: true,
};
const WINDOW: readonly OptionSpec[] = [
  { name: "start-hour-ts-utc", value: "<time>", doc: "the first hour", isRequired: true },
  { name: "end-hour-ts-utc", value: "<time>", doc: "the last hour, itself included", isRequired: true },
];
const WORKSPACE: OptionSpec = { name: "workspace", value: "<key>", doc: "where several workspaces have an account of that key" };
const DSN: OptionSpec = { name: "dsn", value: "<url>", doc: "a database by its URL instead of the services that run for this clone" };
const ONE_HOUR: readonly OptionSpec[] = [RUN_ID, ACCOUNT_ID, HOUR, WORKSPACE, DSN];

/** What help prints of the commands that execute hours and replay them. */
export const replaySpecs: readonly CommandSpec[] = [
  {
    name: "execute-hour",
    summary: "Decide the due slots of one account's hour; a slot that has run is refused.",
    options: [RUN_ID, ACCOUNT_ID, RUN_MODE, HOUR, WORKSPACE, DSN],
    examples: [[`execute-hour ${OF_HOUR} --run-mode paper`, "halts that are due, then the hour's closes, as the engine would"]],
    load: () => import("./execute-hour.ts"),
  },
  {
    name: "replay-hour",
    summary: "Decide one account's hour again from what is stored, and compare it to the byte.",
    options: ONE_HOUR,
    examples: [
      [
        `replay-hour ${OF_HOUR}`,
        "every trigger of the hour, with the core that decided it; exits with 1 where anything differs, and names it",
      ],
      [`replay-hour ${OF_HOUR} --json`, "the verdict as JSON"],
    ],
    load: () => import("./replay-hour.ts"),
  },
  {
    name: "replay-manifest",
    summary: "List every row of one account's hour with its hash, and one hash over all of them.",
    options: ONE_HOUR,
    examples: [[`replay-manifest ${OF_HOUR}`, "two databases with the same run print the same root"]],
    load: () => import("./replay-manifest.ts"),
  },
  {
    name: "replay-window",
    summary: "Replay every hour of one account from a first to a last one, in all its runs of a mode.",
    options: [ACCOUNT_ID, RUN_MODE, ...WINDOW, WORKSPACE, DSN],
    examples: [
      [`replay-window --account-id alpha ${OF_WINDOW}`, "a day; exits with 1 where any receipt differs, and names the first field of each"],
    ],
    load: () => import("./replay-window.ts"),
  },
  {
    name: "replay-tool",
    summary: "Replay every hour of all accounts from a first to a last one, in all runs of a mode.",
    options: [RUN_MODE, ...WINDOW, WORKSPACE, DSN],
    examples: [[`replay-tool ${OF_WINDOW}`, "what replay-window does, for everybody"]],
    load: () => import("./replay-tool.ts"),
  },
  {
    name: "incidents",
    summary: "List what the replay auditor found and which books broke; close an incident.",
    positionals: [{ name: "action", doc: "list (default) or close", isRequired: false }],
    options: [
      { name: "workspace", value: "<key>", doc: "list: only this workspace" },
      { name: "all", doc: "list: closed ones too" },
      { name: "id", value: "<id>", doc: "close: which incident" },
      { name: "reason", value: "<text>", doc: "close: what it was; stands in the audit log" },
      { name: "by", value: "<name>", doc: "close: who closes it (default: the user of this machine)" },
      DSN,
    ],
    examples: [
      ["incidents", "those that nobody has closed, with the values that differ or the error that broke the book"],
      ['incidents close --id 5f0c… --reason "restored from the backup"', "close one"],
    ],
    load: () => import("./incidents.ts"),
  },
];
