import { suggestion } from "@ballast/config/nearest-name";
import { commands } from "./catalog.ts";
import { EXIT, UsageError, type CommandSpec, type ExitCode, type Terminal } from "./command.ts";
import { commandHelp, overviewHelp } from "./help.ts";
import { checkCompleteness, parseCommandLine } from "./parse-command-line.ts";
import { printableText } from "./printable.ts";
import { processTerminal } from "./terminal.ts";

const HELP_WORDS: ReadonlySet<string> = new Set(["--help", "-h", "help"]);

/** Runs one command line and answers with its exit code. Never throws: an error is printed with how to mend it. */
export async function runBallast(words: readonly string[], terminal: Terminal = processTerminal()): Promise<ExitCode> {
  const isJson = words.includes("--json");
  try {
    return await dispatch(words, terminal);
  } catch (error) {
    await printError(error, { isJson, terminal });
    return error instanceof UsageError ? EXIT.usage : EXIT.refused;
  }
}

async function dispatch(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [first, ...rest] = words;
  if (first === undefined || HELP_WORDS.has(first)) {
    const topic = first === "help" ? rest.find((word) => !word.startsWith("-")) : undefined;
    await terminal.out(`${topic === undefined ? overviewHelp(commands) : commandHelp(findCommand(topic))}\n`);
    return EXIT.done;
  }
  const command = findCommand(first);
  try {
    const input = parseCommandLine(command, rest);
    if (input.options["help"] === true) {
      await terminal.out(`${commandHelp(command)}\n`);
      return EXIT.done;
    }
    checkCompleteness(command, input);
    const { run } = await command.load();
    return await run(input, terminal);
  } catch (error) {
    if (error instanceof UsageError) error.message = `${command.name}: ${error.message} See: npx ballast ${command.name} --help`;
    throw error;
  }
}

function findCommand(name: string): CommandSpec {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  const kind = name.startsWith("-") ? "option" : "command";
  throw new UsageError(
    `unknown ${kind} ${name}.${suggestion(
      name,
      commands.map((candidate) => candidate.name),
    )} See: npx ballast --help`,
  );
}

/** Refusals carry a code and how to mend them; what carries neither is a failure with its message. */
async function printError(error: unknown, { isJson, terminal }: { readonly isJson: boolean; readonly terminal: Terminal }): Promise<void> {
  const fields = typeof error === "object" && error !== null ? error : {};
  const code = "code" in fields && typeof fields.code === "string" ? fields.code : error instanceof UsageError ? "USAGE" : "FAILED";
  const mend = "mend" in fields && typeof fields.mend === "string" ? printableText(fields.mend) : undefined;
  const line = "line" in fields && typeof fields.line === "number" ? fields.line : undefined;
  const message = printableText(error instanceof Error ? messageOf(error) : String(error));
  if (isJson)
    await terminal.out(
      `${JSON.stringify({ error: { code, message, ...(line === undefined ? {} : { line }), ...(mend === undefined ? {} : { mend }) } })}\n`,
    );
  else terminal.err(`${message}\n${mend === undefined ? "" : `${mend}\n`}`);
  if (terminal.env["LOGLEVEL"] === "debug" && error instanceof Error) terminal.err(`${printableText(error.stack ?? "")}\n`);
}

/** An AggregateError of a refused connection has an empty message of its own. */
function messageOf(error: Error): string {
  if (error.message !== "") return error.message;
  if (error instanceof AggregateError) return error.errors.map((part) => (part instanceof Error ? part.message : String(part))).join("; ");
  return error.name;
}
