import { EXIT, type CommandSpec, type OptionSpec } from "./command.ts";
import { optionsOf } from "./parse-command-line.ts";

const INVOCATION = "npx ballast";

const EXIT_CODES = `Exit codes: ${EXIT.done} done, ${EXIT.refused} refused or failed, ${EXIT.usage} command line not understood.`;

/** Two columns, the left one as wide as its longest cell. */
function twoColumns(rows: readonly (readonly [left: string, right: string])[]): string {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd()).join("\n");
}

/** What `ballast --help` prints. */
export function overviewHelp(commands: readonly CommandSpec[]): string {
  const firstExamples = commands.flatMap(({ examples }) => examples.slice(0, 1).map(([line]) => `  ${INVOCATION} ${line}`));
  return [
    "Ballast: governed crypto trading. Models propose, rules decide, people approve.",
    "",
    `Usage: ${INVOCATION} <command> [options]`,
    "",
    "Commands:",
    twoColumns(commands.map(({ name, summary }) => [name, summary])),
    "",
    "Every command takes --json and --help.",
    "",
    "Examples:",
    ...firstExamples,
    "",
    "A command uses the Postgres and Redis that run (DATABASE_URL, REDIS_URL, or those of npm start), or brings the embedded ones up for its own duration.",
    EXIT_CODES,
  ].join("\n");
}

/** What a spec says of an option beside its words. */
function marksOf({ isRequired, isRepeatable }: OptionSpec): string {
  const marks = [...(isRequired === true ? ["required"] : []), ...(isRepeatable === true ? ["may be given several times"] : [])];
  return marks.length === 0 ? "" : ` (${marks.join("; ")})`;
}

const optionCell = ({ name, value }: OptionSpec): string => (value === undefined ? `--${name}` : `--${name} ${value}`);

/** What `ballast <command> --help` prints. */
export function commandHelp(command: CommandSpec): string {
  const positionals = command.positionals ?? [];
  const required = command.options.filter(({ isRequired }) => isRequired === true).map(optionCell);
  const words = [
    INVOCATION,
    command.name,
    ...positionals.map(({ name, isRequired }) => (isRequired ? `<${name}>` : `[${name}]`)),
    ...required,
    "[options]",
  ];
  const argumentRows = positionals.map(({ name, doc }) => [name, doc] as const);
  return [
    command.summary,
    "",
    `Usage: ${words.join(" ")}`,
    ...(argumentRows.length === 0 ? [] : ["", "Arguments:", twoColumns(argumentRows)]),
    "",
    "Options:",
    twoColumns(optionsOf(command).map((option) => [optionCell(option), `${option.doc}${marksOf(option)}`])),
    "",
    "Examples:",
    ...command.examples.map(([line, does]) => `  # ${does}\n  ${INVOCATION} ${line}`),
    "",
    EXIT_CODES,
  ].join("\n");
}
