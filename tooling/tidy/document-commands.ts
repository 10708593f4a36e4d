import type { OptionsByCommand } from "./command-catalogue.ts";
import { codeMentions, documents } from "./markdown.ts";
import type { Check, Tree } from "./tree.ts";

const NPM_OWN = new Set(["ci", "install", "exec", "ls", "run"]);

function rootScripts(tree: Tree): ReadonlySet<string> {
  const manifest: unknown = JSON.parse(tree.get("package.json") ?? "{}");
  const scripts = typeof manifest === "object" && manifest !== null && "scripts" in manifest ? manifest.scripts : undefined;
  return new Set(typeof scripts === "object" && scripts !== null ? Object.keys(scripts) : []);
}

type Known = { readonly scripts: ReadonlySet<string>; readonly commands: OptionsByCommand };

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
export function documentCommandsCheck(commands: OptionsByCommand): Check {
  return (tree) => {
    const known: Known = { scripts: rootScripts(tree), commands };
    return documents(tree).flatMap(([file, text]) =>
      codeMentions(file, text).flatMap(({ line, text: mention }) => {
        const fault = commandFault(mention, known);
        return fault === undefined ? [] : [{ file, line, message: `names ${fault}, which is not there` }];
      }),
    );
  };
}
