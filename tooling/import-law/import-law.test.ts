import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import law from "../../.dependency-cruiser.cjs";
import { CORE_ROOMS } from "./core-rooms.cjs";
import { listModules, readGraph, unseenModules, type Graph } from "./graph.ts";
import { plantedBreaches } from "./planted-breaches.ts";
import { LAWFUL_TREE, plant, type PlantedTree } from "./planted-tree.ts";

/** The cruiser compiles every file it reads, which takes a busy machine longer than a test's usual time. */
const READ_MS_MAX = 60_000;
const breaches = plantedBreaches(CORE_ROOMS);
const roots: string[] = [];

async function graphOf(tree: PlantedTree): Promise<{ readonly root: string; readonly graph: Graph }> {
  const root = mkdtempSync(path.join(tmpdir(), "import-law-"));
  roots.push(root);
  plant(root, tree);
  return { root, graph: await readGraph(root) };
}

afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true });
});

describe("a lawful tree", { timeout: READ_MS_MAX }, () => {
  test("breaks no rule, and every module of it was read with its imports", async () => {
    const { root, graph } = await graphOf(LAWFUL_TREE);
    expect(graph.breaches).toEqual([]);
    expect([...graph.imports.keys()].toSorted()).toEqual(Object.keys(LAWFUL_TREE).toSorted());
    expect(unseenModules(root, listModules(root), graph)).toEqual([]);
  });

  test("fails when the cruiser cannot read TypeScript and its graph is empty", async () => {
    const { root } = await graphOf(LAWFUL_TREE);
    const empty: Graph = { imports: new Map(), breaches: [] };
    expect(unseenModules(root, listModules(root), empty)).toHaveLength(Object.keys(LAWFUL_TREE).length);
  });

  test("fails when modules were found but their imports were not", async () => {
    const { root, graph } = await graphOf(LAWFUL_TREE);
    const bare: Graph = { imports: new Map([...graph.imports.keys()].map((module) => [module, 0])), breaches: [] };
    expect(unseenModules(root, listModules(root), bare)).toContain("packages/core/src/risk/gate.ts");
    expect(unseenModules(root, listModules(root), bare)).not.toContain("packages/core/src/numeric/fixed.ts");
  });
});

describe("a planted breach", () => {
  let broken: Graph;
  beforeAll(async () => {
    const { graph } = await graphOf(
      Object.fromEntries([LAWFUL_TREE, ...breaches.map(({ files }) => files)].flatMap(Object.entries<string>)),
    );
    broken = graph;
  }, READ_MS_MAX);

  test("is there for every rule of the law", () => {
    const rules = law.forbidden.map(({ name }) => name);
    expect(rules.length).toBeGreaterThan(40);
    expect([...new Set(breaches.map(({ rule }) => rule))].toSorted()).toEqual(rules.toSorted());
  });

  test.each(breaches.map((breach) => [`${breach.rule} at ${Object.keys(breach.files).at(-1) ?? ""}`, breach] as const))(
    "%s",
    (_, breach) => {
      const fired = broken.breaches.filter(({ from }) => from in breach.files).map(({ rule }) => rule);
      expect([...new Set(fired)]).toEqual([breach.rule]);
    },
  );

  test("is the only reason why the broken tree fails", () => {
    const planted = new Set(breaches.flatMap(({ files }) => Object.keys(files)));
    expect(broken.breaches.filter(({ from }) => !planted.has(from))).toEqual([]);
  });
});
