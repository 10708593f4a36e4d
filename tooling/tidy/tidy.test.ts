import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { CORE_ROOMS } from "../import-law/core-rooms.cjs";
import { loadCommands } from "./command-catalogue.ts";
import { documentCommandsCheck } from "./document-commands.ts";
import { checkDocumentPaths, checkDocumentsLinked } from "./document-paths.ts";
import { checkCoreRooms, checkDecisionRecords } from "./house.ts";
import { checkNames } from "./names-of-paths.ts";
import { judge, measure } from "./ratchet.ts";
import { readTree, type Check, type Tree } from "./tree.ts";
import { checkWords } from "./words.ts";

const treeOf = (files: Readonly<Record<string, string>>): Tree => new Map(Object.entries(files));
const places = (check: Check, files: Readonly<Record<string, string>>): readonly string[] =>
  check(treeOf(files)).map(({ file, line }) => `${file}:${line}`);
const joined = (...parts: readonly string[]): string => parts.join("");

describe("names", () => {
  test("kebab-case, routes, migrations and given names pass", () => {
    const files = [
      "apps/web/src/app/accounts/[id]/page.tsx",
      "packages/services/src/redis/server.ts",
      "README.md",
      "packages/db/prisma/migrations/0001_foundation/migration.sql",
    ];
    expect(checkNames(new Map(files.map((file) => [file, ""])))).toEqual([]);
  });

  test.each([
    "apps/web/src/Orders.tsx",
    "packages/db/src/slot_row.ts",
    "packages/core/src/money/utils.ts",
    "apps/web/src/helpers/rows.ts",
    "docs/Some File.md",
  ])("%s is caught", (file) => {
    expect(places(checkNames, { [file]: "" })).toEqual([`${file}:1`]);
  });
});

describe("words", () => {
  test.each([
    ["a path of one machine", "packages/db/src/a.ts", joined('const x = "/ro', 'ot/data";')],
    ["a home folder", "docs/a.md", joined("see /ho", "me/someone/data")],
    ["a registry host", ".npmrc", joined("registry=https://registry.npm", "js.org/")],
    ["a host in the lock file", "package-lock.json", '"resolved": "https://packages.example/zod.tgz"'],
    ["a mark for later", "packages/db/src/a.ts", joined("// TO", "DO: later")],
    ["another mark for later", "docs/a.md", joined("FIX", "ME")],
    ["a test that runs alone", "packages/db/src/a.test.ts", joined("test.on", 'ly("a", run);')],
    ["a rule switched off without a reason", "packages/db/src/a.ts", joined("// eslint-", "disable-next-line no-console")],
  ])("%s is caught", (_, file, text) => {
    expect(places(checkWords, { [file]: `\n${text}\n` })).toEqual([`${file}:2`]);
  });

  test("a linked workspace in the lock file, a route and a reasoned exception pass", () => {
    const files = {
      "package-lock.json": '"resolved": "packages/core"',
      "apps/web/src/a.ts": joined('fetch("/api/work', '/1"); // eslint-', "disable-line no-console -- the terminal is the output"),
    };
    expect(checkWords(treeOf(files))).toEqual([]);
  });
});

describe("documents", () => {
  const base = {
    "packages/core/src/money/amount.ts": "",
    "docs/glossary.md": "",
    "package.json": '{ "scripts": { "start": "x", "lint": "x" } }',
  };

  test("paths that are there pass, with braces, stars and placeholders", () => {
    const text =
      "[words](docs/glossary.md) `packages/core/src/money/amount.ts` `packages/core/src/{money}/` `packages/*/src` `packages/<name>/src` `amount.ts`";
    expect(places(checkDocumentPaths, { ...base, "README.md": text.replace("{money}", "money") })).toEqual([]);
  });

  test.each(["[words](docs/words.md)", "`packages/core/src/cash/amount.ts`", "`packages/{core,gone}/src`", "`gone.ts`", "`apps/*/gone`"])(
    "%s is caught",
    (text) => {
      expect(places(checkDocumentPaths, { ...base, "README.md": `\n${text}` })).toEqual(["README.md:2"]);
    },
  );

  test("a file under docs that no document leads to is caught", () => {
    const files = {
      "README.md": "[adr](docs/adr/)",
      "docs/adr/README.md": "[one](0001-one.md)",
      "docs/adr/0001-one.md": "",
      "docs/lost.md": "[adr](adr/)",
    };
    expect(places(checkDocumentsLinked, files)).toEqual(["docs/lost.md:1"]);
  });

  const checkDocumentCommands = documentCommandsCheck(new Map([["import", new Set(["file", "json", "help"])]]));

  test.each([
    "npm start",
    "npm run lint",
    "npm ci",
    "npm run lint -- --fix",
    "npx ballast import --file a.csv --json",
    "npx ballast --help",
    "FOO=1 npm start",
  ])("the command %s passes", (line) => {
    expect(places(checkDocumentCommands, { ...base, "README.md": `\`\`\`sh\n${line}\n\`\`\`\n\`${line}\`` })).toEqual([]);
  });

  test.each(["npm run gone", "npm test", "npx ballast gone", "npx ballast import --gone", "ballast gone"])(
    "the command %s is caught",
    (line) => {
      expect(places(checkDocumentCommands, { ...base, "README.md": `\`\`\`sh\n${line}\n\`\`\`\n\`${line}\`` })).toEqual([
        "README.md:2",
        "README.md:4",
      ]);
    },
  );
});

test("options that commands share, spread or make by functions are known of each", async () => {
  const commands = await loadCommands(path.resolve(import.meta.dirname, "../.."));
  const check = documentCommandsCheck(commands);
  const lines = ["replay-window --account-id a --start-hour-ts-utc t", "run --fast 20", "accounts create --fast 20", "run --json --help"];
  expect(places(check, { "README.md": lines.map((line) => `\`ballast ${line}\``).join("\n") })).toEqual([]);
  expect(places(check, { "README.md": "`ballast replay-window --run-id r`" })).toEqual(["README.md:1"]);
});

describe("the house", () => {
  test("every listed room passes; a loose file and an unlisted room are caught", () => {
    const rooms = Object.fromEntries(CORE_ROOMS.map((room) => [`packages/core/src/${room}/a.ts`, ""]));
    expect(places(checkCoreRooms, rooms)).toEqual([]);
    expect(places(checkCoreRooms, { ...rooms, "packages/core/src/index.ts": "", "packages/core/src/attic/a.ts": "" })).toHaveLength(2);
  });

  const record = "# A\n\n## Context\n\nx\n\n## Decision\n\nx\n\n## Consequences\n\nx\n";

  test("numbered, indexed and whole decision records pass", () => {
    expect(places(checkDecisionRecords, { "docs/adr/README.md": "[a](0001-a.md)", "docs/adr/0001-a.md": record })).toEqual([]);
  });

  test.each([
    ["a gap in the numbers", "0002-a.md", record, "[a](0002-a.md)"],
    ["a record that is not in the index", "0001-a.md", record, ""],
    ["a record without consequences", "0001-a.md", record.replace("## Consequences", ""), "[a](0001-a.md)"],
  ])("%s is caught", (_, name, text, index) => {
    expect(places(checkDecisionRecords, { "docs/adr/README.md": index, [`docs/adr/${name}`]: text })).toEqual([`docs/adr/${name}:1`]);
  });
});

describe("the ratchet", () => {
  const body = `{ const total = rows.reduce((sum, row) => sum + row.quantity * row.price, 0); const mean = total / rows.length; return rows.map((row) => ({ ...row, total, mean, share: row.price / total })); }`;
  const files = {
    "packages/db/src/long.ts": "//\n".repeat(301),
    "packages/db/src/one.ts": `export function share(rows) ${body}`,
    "packages/db/src/two.ts": `export function share(rows)\n${body}`,
    "packages/db/src/deep.ts": `export function deep() {\n${"  //\n".repeat(60)}}`,
    "packages/db/src/off.ts": joined("// eslint-", "disable-next-line no-console -- a reason"),
    "packages/db/src/one.test.ts": `export function share(rows) ${body}`,
  };
  const counts = (tree: Tree): Record<string, number> =>
    Object.fromEntries(measure(tree).map(({ name, instances }) => [name, instances.length]));

  test("counts long files, long functions, switched-off rules, twins and names exported twice, tests aside", () => {
    expect(counts(treeOf(files))).toEqual({
      filesOver300Lines: 1,
      functionsOver50Lines: 1,
      rulesSwitchedOff: 1,
      duplicatedFunctions: 1,
      namesExportedTwice: 1,
    });
  });

  test("fails what grew, lets stand what stayed and notices what fell", () => {
    const one = { name: "filesOver300Lines", of: "", instances: ["a"] };
    expect([0, 1, 2].map((mark) => judge([one], { filesOver300Lines: mark })[0]?.verdict)).toEqual(["worse", "same", "better"]);
    expect(judge([one], {})[0]?.verdict).toBe("worse");
  });
});

test("the tree is what git would take in: new files too, ignored ones not", () => {
  const root = mkdtempSync(path.join(tmpdir(), "tidy-"));
  try {
    execFileSync("git", ["init", "-q"], { cwd: root });
    writeFileSync(path.join(root, ".gitignore"), "ignored.ts\n");
    writeFileSync(path.join(root, "new.ts"), "export const x = 1;\n");
    writeFileSync(path.join(root, "ignored.ts"), "");
    writeFileSync(path.join(root, "picture.png"), "\u0000PNG");
    expect([...readTree(root)]).toEqual([
      [".gitignore", "ignored.ts\n"],
      ["new.ts", "export const x = 1;\n"],
      ["picture.png", ""],
    ]);
  } finally {
    rmSync(root, { recursive: true });
  }
});
