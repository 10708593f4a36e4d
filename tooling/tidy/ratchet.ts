import { shapesOf, type FileShape } from "./shape.ts";
import { matchesByLine, type Tree } from "./tree.ts";

const FILE_LINES_SOFT = 300;
const FUNCTION_LINES_SOFT = 50;
/** Below this length two bodies are alike because there is one way to write them. */
const DUPLICATE_BODY_MIN = 160;

const TEST = /\.(?:test|e2e)\.tsx?$|\/e2e\//;
/** Files whose exports are named by their place: Next's routes, the verbs of a router, the commands of the CLI. */
const NAMED_BY_OTHERS = /^apps\/web\/src\/app\/|^apps\/web\/src\/server\/routers\/|^apps\/engine\/src\/cli\/commands\/|\.config\.ts$/;

/** A measure that may only fall: what counts towards it, named so that it can be found. */
export type Measure = { readonly name: string; readonly of: string; readonly instances: readonly string[] };

function duplicated(shapes: readonly FileShape[]): readonly string[] {
  const places = new Map<string, string[]>();
  for (const { name, file, line, body } of shapes.flatMap(({ functions }) => functions)) {
    if (body.length < DUPLICATE_BODY_MIN) continue;
    places.set(body, [...(places.get(body) ?? []), `${file}:${line} ${name}`]);
  }
  return [...places.values()].filter((twins) => twins.length > 1).map((twins) => twins.join(" = "));
}

function exportedTwice(shapes: readonly FileShape[]): readonly string[] {
  const places = new Map<string, string[]>();
  for (const { file, exportedValues } of shapes) {
    // Tooling can't share with the house: the import law keeps them apart.
    if (NAMED_BY_OTHERS.test(file) || file.startsWith("tooling/")) continue;
    for (const name of new Set(exportedValues)) places.set(name, [...(places.get(name) ?? []), file]);
  }
  return [...places].filter(([, files]) => files.length > 1).map(([name, files]) => `${name}: ${files.join(", ")}`);
}

/** Everything that the ratchet counts, over a whole tree. */
export function measure(tree: Tree): readonly Measure[] {
  const shapes = shapesOf(tree).filter(({ file }) => !TEST.test(file));
  const functions = shapes.filter(({ file }) => file.endsWith(".ts")).flatMap((shape) => shape.functions);
  const switchedOff = [...tree].filter(([file]) => /\.tsx?$/.test(file));
  return [
    {
      name: "filesOver300Lines",
      of: "files over 300 lines",
      instances: shapes.filter(({ lines }) => lines > FILE_LINES_SOFT).map(({ file, lines }) => `${file} (${lines})`),
    },
    {
      name: "functionsOver50Lines",
      of: "functions over 50 lines, components aside",
      instances: functions
        .filter(({ lines }) => lines > FUNCTION_LINES_SOFT)
        .map(({ file, line, name, lines }) => `${file}:${line} ${name} (${lines})`),
    },
    {
      name: "rulesSwitchedOff",
      of: "places that switch a lint rule off",
      instances: switchedOff.flatMap(([file, text]) =>
        matchesByLine(text, /\/[/*] eslint-(?:disable)/g).map(({ line }) => `${file}:${line}`),
      ),
    },
    { name: "duplicatedFunctions", of: "functions that stand in two places", instances: duplicated(shapes) },
    { name: "namesExportedTwice", of: "names that two files export", instances: exportedTwice(shapes) },
  ];
}

export type Marks = Readonly<Record<string, number>>;

/** What a measure says against its mark: worse fails, better should lower the mark. */
export type RatchetVerdict = { readonly measure: Measure; readonly mark: number; readonly verdict: "worse" | "same" | "better" };

export function judge(measures: readonly Measure[], marks: Marks): readonly RatchetVerdict[] {
  return measures.map((one) => {
    const mark = marks[one.name] ?? 0;
    const count = one.instances.length;
    return { measure: one, mark, verdict: count > mark ? "worse" : count < mark ? "better" : "same" };
  });
}
