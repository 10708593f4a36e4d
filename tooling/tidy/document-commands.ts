import ts from "typescript";
import { codeMentions, documents } from "./markdown.ts";
import type { Check, Tree } from "./tree.ts";

const CLI_FOLDER = "apps/engine/src/cli/";
const NPM_OWN = new Set(["ci", "install", "exec", "ls", "run"]);
const FLAGS_OF_EVERY_COMMAND: readonly string[] = ["json", "help"];

/** Options by command of the CLI, read from the sources of its catalogue without running them. */
export function cliCommands(tree: Tree): ReadonlyMap<string, ReadonlySet<string>> {
  const commands = new Map<string, ReadonlySet<string>>();
  for (const [file, text] of tree) {
    if (!file.startsWith(CLI_FOLDER) || !file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isObjectLiteralExpression(node)) {
        const name = textProperty(node, "name");
        if (name !== undefined && hasProperty(node, "load")) commands.set(name, optionsOf(node));
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  }
  return commands;
}

function optionsOf(command: ts.ObjectLiteralExpression): ReadonlySet<string> {
  const options = new Set(FLAGS_OF_EVERY_COMMAND);
  const visit = (node: ts.Node): void => {
    const name = ts.isObjectLiteralExpression(node) && node !== command ? textProperty(node, "name") : undefined;
    if (name !== undefined) options.add(name);
    ts.forEachChild(node, visit);
  };
  visit(command);
  return options;
}

function hasProperty(node: ts.ObjectLiteralExpression, name: string): boolean {
  return node.properties.some((property) => property.name !== undefined && ts.isIdentifier(property.name) && property.name.text === name);
}

function textProperty(node: ts.ObjectLiteralExpression, name: string): string | undefined {
  for (const property of node.properties) {
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name) || property.name.text !== name) continue;
    return ts.isStringLiteralLike(property.initializer) ? property.initializer.text : undefined;
  }
  return undefined;
}

function rootScripts(tree: Tree): ReadonlySet<string> {
  const manifest: unknown = JSON.parse(tree.get("package.json") ?? "{}");
  const scripts = typeof manifest === "object" && manifest !== null && "scripts" in manifest ? manifest.scripts : undefined;
  return new Set(typeof scripts === "object" && scripts !== null ? Object.keys(scripts) : []);
}

type Known = { readonly scripts: ReadonlySet<string>; readonly commands: ReadonlyMap<string, ReadonlySet<string>> };

/** What a command line names that is not there, or undefined where it is no command of ours or all is well. */
function commandFault(line: string, { scripts, commands }: Known): string | undefined {
  const words = line
    .replace(/^\$ /, "")
    .replace(/\s+#.*$/, "")
    .split(/\s+/);
  while (/^[A-Z_]+=/.test(words[0] ?? "")) words.shift();
  const [program, first = "", ...rest] = words;
  if (program === "npm") {
    const script = first === "run" ? rest[0] : first;
    return script === undefined || NPM_OWN.has(script) || scripts.has(script) ? undefined : `the script ${script}`;
  }
  const isOurs = (program === "npx" && first === "ballast") || program === "ballast";
  const [command = "", ...args] = program === "npx" ? rest : [first, ...rest];
  if (!isOurs || command === "" || command.startsWith("-") || command.startsWith("<")) return undefined;
  const options = commands.get(command);
  if (options === undefined) return `the command ballast ${command}`;
  const unknown = args.flatMap((word) => /^--([a-z][a-z-]*)/.exec(word)?.[1] ?? []).find((option) => !options.has(option));
  return unknown === undefined ? undefined : `ballast ${command} --${unknown}`;
}

/** Commands that our documents name are scripts of package.json or commands of the CLI, with their options. */
export const checkDocumentCommands: Check = (tree) => {
  const known: Known = { scripts: rootScripts(tree), commands: cliCommands(tree) };
  return documents(tree).flatMap(([file, text]) =>
    codeMentions(file, text).flatMap(({ line, text: mention }) => {
      const fault = commandFault(mention, known);
      return fault === undefined ? [] : [{ file, line, message: `names ${fault}, which is not there` }];
    }),
  );
};
