import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { suggestion } from "@ballast/config/nearest-name";
import { UsageError, type CommandInput, type CommandSpec, type OptionSpec } from "./command.ts";

/** Options that every command takes. */
export const COMMON_OPTIONS: readonly OptionSpec[] = [
  { name: "json", doc: "print one JSON value, errors too" },
  { name: "help", doc: "print this help" },
];

export const optionsOf = (command: CommandSpec): readonly OptionSpec[] => [...command.options, ...COMMON_OPTIONS];

const isFlag = ({ value }: OptionSpec): boolean => value === undefined;

/**
 * Splits the words after a command's name into options and positionals. Anything unknown, repeated
 * or without its value is an error that names what was most likely meant.
 */
export function parseCommandLine(command: CommandSpec, words: readonly string[]): CommandInput {
  const known = optionsOf(command);
  const config: ParseArgsOptionsConfig = Object.fromEntries(
    known.map((option) => [
      option.name,
      { type: isFlag(option) ? ("boolean" as const) : ("string" as const), ...(option.name === "help" ? { short: "h" } : {}) },
    ]),
  );
  const { tokens, positionals } = parseArgs({ args: [...words], options: config, strict: false, allowPositionals: true, tokens: true });
  const options: Record<string, string | boolean | string[]> = {};
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const option = known.find(({ name }) => name === token.name);
    if (option === undefined)
      throw new UsageError(
        `unknown option ${token.rawName}.${suggestion(
          token.name,
          known.map(({ name }) => name),
        ).replace("mean ", "mean --")}`,
      );
    const value = valueOf(option, token.value);
    if (token.inlineValue === false && known.some(({ name }) => token.value === `--${name}`))
      throw new UsageError(`--${option.name} needs a value ${option.value ?? ""} before ${token.value}.`);
    const present = options[option.name];
    if (option.isRepeatable === true && typeof value === "string")
      options[option.name] = [...(Array.isArray(present) ? present : []), value];
    else if (present !== undefined) throw new UsageError(`--${option.name} is given twice.`);
    else options[option.name] = value;
  }
  return { positionals, options };
}

/** Missing options and surplus words; asked only once it is known that help was not. */
export function checkCompleteness(command: CommandSpec, input: CommandInput): void {
  for (const { name, value, isRequired } of command.options) {
    if (isRequired === true && input.options[name] === undefined)
      throw new UsageError(`--${name} ${value ?? ""}is missing.`.replace(">is", "> is"));
  }
  const positionals = command.positionals ?? [];
  const missing = positionals.find(({ isRequired }, index) => isRequired && input.positionals[index] === undefined);
  if (missing !== undefined) throw new UsageError(`<${missing.name}> is missing.`);
  const surplus = input.positionals[positionals.length];
  if (surplus !== undefined) throw new UsageError(`unexpected "${surplus}".`);
}

function valueOf(option: OptionSpec, written: string | undefined): string | boolean {
  if (isFlag(option)) {
    if (written !== undefined) throw new UsageError(`--${option.name} takes no value.`);
    return true;
  }
  if (written === undefined) throw new UsageError(`--${option.name} needs a value ${option.value ?? ""}.`);
  return written;
}
