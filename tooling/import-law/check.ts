import path from "node:path";
import law from "../../.dependency-cruiser.cjs";
import { listModules, readGraph, unseenModules } from "./graph.ts";

/** `node tooling/import-law/check.ts`: the import law over this repository. */
async function main(): Promise<void> {
  const root = path.resolve(import.meta.dirname, "../..");
  const reasons = new Map(law.forbidden.map(({ name, comment }) => [name, comment]));
  // Listed first: a file that is written meanwhile is a matter for the next run.
  const modules = listModules(root);
  const graph = await readGraph(root);
  const unseen = unseenModules(root, modules, graph);
  for (const { rule, from, path: steps } of graph.breaches) {
    console.log(`${rule}: ${from}\n  → ${steps.join("\n  → ")}\n  ${reasons.get(rule) ?? ""}`);
  }
  for (const module of unseen) console.log(`${module}\n  was not read: the law says nothing about it`);
  console.log(`${graph.imports.size} modules, ${graph.breaches.length} breaches, ${unseen.length} unread`);
  if (graph.imports.size === 0 || graph.breaches.length > 0 || unseen.length > 0) process.exitCode = 1;
}

await main();
