import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const REPOSITORY = path.resolve(import.meta.dirname, "../..");
const CRUISER = path.join(REPOSITORY, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
const LAW = path.join(REPOSITORY, ".dependency-cruiser.cjs");
const OUTPUT_BYTES_MAX = 256 * 1024 * 1024;

/** The folders that hold modules; all else is data, prose or settings. */
export const MODULE_FOLDERS: readonly string[] = ["apps", "packages", "tooling"];

/** `path` leads from the module that breaks the rule to what it may not know; for a cycle, once around. */
export type Breach = { readonly rule: string; readonly from: string; readonly path: readonly string[] };

export type Graph = {
  /** Every module read, with how many others it imports; paths from the root, `/` between. */
  readonly imports: ReadonlyMap<string, number>;
  readonly breaches: readonly Breach[];
};

type CruiserOutput = {
  readonly modules: readonly { readonly source: string; readonly dependencies: readonly unknown[] }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
      readonly cycle?: readonly { readonly name: string }[];
    }[];
  };
};

/** The import graph of a tree and where it breaks the law. The tree is read; nothing in it is run. */
export async function readGraph(root: string): Promise<Graph> {
  const folders = MODULE_FOLDERS.filter((folder) => existsSync(path.join(root, folder)));
  const { stdout } = await promisify(execFile)(process.execPath, [CRUISER, "--config", LAW, "--output-type", "json", ...folders], {
    cwd: root,
    maxBuffer: OUTPUT_BYTES_MAX,
  }).catch(outputOfBreaches);
  const output: unknown = JSON.parse(stdout);
  if (!isCruiserOutput(output)) throw new Error("dependency-cruiser reported in a form that this check does not know");
  const ours = output.modules.filter((module) => MODULE_FOLDERS.includes(module.source.split("/")[0] ?? ""));
  return {
    imports: new Map(ours.map((module) => [module.source, module.dependencies.length])),
    breaches: output.summary.violations.map(({ rule, from, to, cycle }) => ({
      rule: rule.name,
      from,
      path: cycle?.map(({ name }) => name) ?? [to],
    })),
  };
}

function isCruiserOutput(value: unknown): value is CruiserOutput {
  if (typeof value !== "object" || value === null || !("modules" in value) || !("summary" in value)) return false;
  const { modules, summary } = value;
  return (
    Array.isArray(modules) &&
    typeof summary === "object" &&
    summary !== null &&
    "violations" in summary &&
    Array.isArray(summary.violations)
  );
}

/** The cruiser exits with the number of breaches; its report is then on stdout as ever. */
function outputOfBreaches(failure: unknown): { readonly stdout: string } {
  const hasReport = failure instanceof Error && "stdout" in failure && typeof failure.stdout === "string" && failure.stdout.startsWith("{");
  if (!hasReport) throw failure;
  return { stdout: String(failure.stdout) };
}

const IMPORTS_ANOTHER = /^(?:import|export)\s[^;]*?from\s+["']/m;
const UNREAD = ["**/node_modules/**", "**/.next/**", "**/generated/**", "**/*.d.ts"];

/**
 * Modules that the law did not see: absent from the graph, or standing there without the imports
 * that their text has. With a TypeScript that the cruiser cannot load every `.ts` file is one of
 * these, and an empty graph breaks no rule: such a run must fail, not pass.
 */
export function unseenModules(root: string, modules: readonly string[], graph: Graph): readonly string[] {
  return modules.filter((file) => {
    const imports = graph.imports.get(file);
    return imports === undefined || (imports === 0 && IMPORTS_ANOTHER.test(readFileSync(path.join(root, file), "utf8")));
  });
}

/** Modules that lie in a tree, whatever any tool makes of them. */
export function listModules(root: string): readonly string[] {
  const pattern = MODULE_FOLDERS.map((folder) => `${folder}/**/*.{ts,tsx,mts,mjs}`);
  return globSync(pattern, { cwd: root, exclude: UNREAD })
    .map((file) => file.replaceAll(path.sep, "/"))
    .toSorted();
}
