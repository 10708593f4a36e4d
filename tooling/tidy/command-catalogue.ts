import path from "node:path";
import { pathToFileURL } from "node:url";

const CATALOGUE = "apps/engine/src/cli/catalog.ts";
const FLAGS_OF_EVERY_COMMAND: readonly string[] = ["json", "help"];

/** The options of each command of the CLI, without their dashes. */
export type OptionsByCommand = ReadonlyMap<string, ReadonlySet<string>>;

type Named = { readonly name: string };

function isNamed(value: unknown): value is Named {
  return typeof value === "object" && value !== null && "name" in value && typeof value.name === "string";
}

function listAt(value: unknown, key: string): readonly Named[] {
  const list: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  if (!Array.isArray(list) || !list.every(isNamed)) throw new Error(`${CATALOGUE}: ${key} is no list of things with a name`);
  return list;
}

/**
 * The commands of a repository's CLI, as its own help knows them: commands share options, spread
 * lists of them and make some by functions, so nothing but running the catalogue tells them all.
 * It is loaded by its path, as a part of the tree that is looked at; tools import no workspace.
 */
export async function loadCommands(root: string): Promise<OptionsByCommand> {
  const catalogue: unknown = await import(pathToFileURL(path.join(root, CATALOGUE)).href);
  return new Map(
    listAt(catalogue, "commands").map((command) => [
      command.name,
      new Set([...FLAGS_OF_EVERY_COMMAND, ...listAt(command, "options").map(({ name }) => name)]),
    ]),
  );
}
