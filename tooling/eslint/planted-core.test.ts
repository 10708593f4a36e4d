import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ESLint } from "eslint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { houseRules, purityRules } from "./plugin.ts";

const REPOSITORY = path.resolve(import.meta.dirname, "../..");

/** A file of a planted tree and the rule of ours that it breaks. */
type Planted = { readonly rule: string; readonly file: string; readonly code: string };

const inCore = (rule: string, name: string, code: string): Planted => ({ rule, file: `packages/core/src/risk/${name}.ts`, code });
const inEngine = (rule: string, name: string, code: string): Planted => ({ rule, file: `apps/engine/src/usecases/${name}.ts`, code });

const SWITCHED_OFF = ["/* eslint", "disable */\nexport const x = (n: number): number => n ** 2;\n"].join("-");

const BREACHES: readonly Planted[] = [
  inCore("ballast/pure-math", "alias", "const M = Math;\nexport const x = M;\n"),
  inCore("ballast/pure-math", "transcendental", "export const x = Math.exp(1);\n"),
  inCore("ballast/pure-globals", "clock", "export const x = (): unknown => new Date(0);\n"),
  inCore("ballast/pure-globals", "host", "export const x = globalThis;\n"),
  inCore("ballast/pure-globals", "collector", "export const x = (o: object): unknown => new WeakRef(o);\n"),
  inCore("ballast/pure-globals", "evaluation", "export const x: unknown = eval('1');\n"),
  inCore("ballast/pure-properties", "locale", "export const x = (n: number): string => n.toLocaleString();\n"),
  inCore("ballast/pure-properties", "trace", "export const x = new Error('a').stack;\n"),
  inCore("ballast/nothing-waits", "dynamic-import", "export const x = (): unknown => import('./lawful.ts');\n"),
  inCore("ballast/exact-power", "power", "export const x = (n: number): number => n ** 2;\n"),
  inCore("ballast/no-module-state", "cache", "const cache = new Map<string, number>();\nexport const x = cache;\n"),
  inCore("ballast/no-module-state", "counter", "export let n = 0;\n"),
  // A comment that switches a rule off is not obeyed in core.
  inCore("ballast/exact-power", "switched-off", SWITCHED_OFF),
  inEngine("ballast/no-ambient-clock", "clock", "export const x = (): Date => new Date();\n"),
  inEngine("ballast/no-assertion", "assertion", "export const x = (y: unknown): string => y as string;\n"),
  inEngine("ballast/no-empty-words", "named", "export class OrderManager {\n  readonly n = 1;\n}\n"),
  inEngine("ballast/file-name", "orderUtils", "export const x = 1;\n"),
  inEngine("@typescript-eslint/no-explicit-any", "any", "export type X = any;\n"),
  inEngine("@typescript-eslint/no-non-null-assertion", "bang", "export const x = (y: string | undefined): string => y!;\n"),
  inEngine("@typescript-eslint/no-floating-promises", "floating", "export const x = (y: Promise<void>): void => {\n  y;\n};\n"),
  inEngine(
    "@typescript-eslint/switch-exhaustiveness-check",
    "switch",
    'export function x(y: "a" | "b"): void {\n  switch (y) {\n    case "a":\n      return;\n  }\n}\n',
  ),
  inEngine("no-restricted-syntax", "default-export", "const x = 1;\nexport default x;\n"),
  inEngine("no-restricted-syntax", "barrel", 'export * from "./lawful.ts";\n'),
  inEngine(
    "no-restricted-properties",
    "mock",
    "declare const vi: { mock(path: string): void };\nexport const x = (): void => vi.mock('./lawful.ts');\n",
  ),
  inEngine("max-lines-per-function", "long-function", `export function x(): number {\n${"  //\n".repeat(70)}  return 1;\n}\n`),
  inEngine("max-lines", "long-file", `export const x = 1;\n${"//\n".repeat(501)}`),
  inEngine("max-params", "many", "export const x = (a: 1, b: 2, c: 3, d: 4, e: 5): number => a + b + c + d + e;\n"),
  {
    rule: "react-hooks/rules-of-hooks",
    file: "apps/web/src/features/orders/orders.tsx",
    code: "declare function useRows(): number;\nexport function Orders(props: { isOpen: boolean }): number {\n  if (props.isOpen) return useRows();\n  return 0;\n}\n",
  },
];

const LAWFUL: readonly Planted[] = [
  {
    rule: "",
    file: "packages/core/src/risk/lawful.ts",
    code: "const SCALE = 10n ** 8n;\nconst ENCODER = new TextEncoder();\n\nexport const units = (n: bigint): bigint => n * SCALE;\nexport const bytes = (text: string): Uint8Array => ENCODER.encode(text);\nexport const whole = (n: number): number => Math.floor(Math.abs(n));\n",
  },
  { rule: "", file: "packages/core/src/risk/lawful.test.ts", code: "export const startedMs = Date.now();\n" },
  {
    rule: "",
    file: "apps/engine/src/usecases/lawful.ts",
    code: "export const day = (ms: number): string => new Date(ms).toISOString();\n",
  },
  { rule: "", file: "apps/engine/src/main.ts", code: "export const now = (): number => Date.now();\n" },
  { rule: "", file: "packages/db/src/mappers/slot.ts", code: "export const slot = (row: unknown): string => row as string;\n" },
];

const COMPILER_OPTIONS = { target: "es2024", module: "nodenext", strict: true, noEmit: true, allowImportingTsExtensions: true, types: [] };

let root: string;
const rulesByFile = new Map<string, readonly string[]>();

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), "planted-core-"));
  for (const folder of ["packages/core", "packages/db", "apps/engine", "apps/web"]) {
    mkdirSync(path.join(root, folder), { recursive: true });
    writeFileSync(path.join(root, folder, "package.json"), '{ "type": "module" }');
    writeFileSync(path.join(root, folder, "tsconfig.json"), JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ["src"] }));
  }
  for (const { file, code } of [...LAWFUL, ...BREACHES]) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), code);
  }
  const eslint = new ESLint({ cwd: root, overrideConfigFile: path.join(REPOSITORY, "eslint.config.mjs") });
  for (const { filePath, messages } of await eslint.lintFiles(["."])) {
    rulesByFile.set(path.relative(root, filePath), [...new Set(messages.map(({ ruleId, message }) => ruleId ?? message))]);
  }
}, 60_000);

afterAll(() => rmSync(root, { recursive: true }));

describe("the lint as it is configured", () => {
  test.each(LAWFUL)("lets $file pass", ({ file }) => {
    expect(rulesByFile.get(file)).toEqual([]);
  });

  test.each(BREACHES)("catches $file by $rule", ({ rule, file }) => {
    const fired = rulesByFile.get(file) ?? [];
    expect(fired).toContain(rule);
    expect(fired.filter((name) => name.startsWith("ballast/") && name !== rule)).toEqual([]);
  });

  test("has a planted breach for every rule of ours", () => {
    const planted = new Set(BREACHES.map(({ rule }) => rule));
    for (const name of Object.keys({ ...purityRules, ...houseRules })) expect(planted).toContain(`ballast/${name}`);
  });
});
