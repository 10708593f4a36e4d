// Style as errors. What each rule guards stands in STYLE.md; the import law has its own file.
import { defineConfig, globalIgnores } from "eslint/config";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";
import { asErrors, ballast, houseRules, purityRules } from "./tooling/eslint/plugin.ts";

const TESTS = ["**/*.test.{ts,tsx}", "apps/web/e2e/**"];
const TYPED = ["apps/*/{src,bench,e2e}/**/*.{ts,tsx}", "packages/*/src/**/*.{ts,tsx}", "tooling/**/*.ts"];

/** Where the host's clock and dice may be read; everything else is handed `now` and ids. */
const CLOCK_EDGES = [
  "apps/engine/src/main.ts", // makes the real clock, ids, database and venues
  "apps/web/src/server/wiring.ts", // the same for the web app
  "apps/engine/src/cli/**", // a command is the main of its own process
  "apps/engine/bench/**", // measures the host
  "packages/ui/src/primitives/now-provider.tsx", // the screen's one ticking clock
  "packages/ui/src/primitives/now-provider.tsx", // the one ticking clock of a page
  "packages/services/src/**", // waits for servers to start and stop
  "packages/testing/src/**", // never ships
  "tooling/**", // never ships
  ...TESTS,
];

/** Files whose default export a framework or a tool asks for. */
const DEFAULT_EXPORTS = [
  "**/*.config.{ts,mjs,js}",
  "apps/web/src/app/**/{default,error,forbidden,global-error,icon,layout,loading,manifest,not-found,opengraph-image,page,robots,sitemap,template,unauthorized}.{ts,tsx}",
  "apps/web/src/{proxy,instrumentation}.ts",
];

const NO_DEFAULT_EXPORT = { selector: "ExportDefaultDeclaration", message: "Export by name, so that a thing has one name everywhere." };
const NO_BARREL = { selector: "ExportAllDeclaration", message: "No barrels: import from the file that has it." };
const NO_REEXPORT = {
  selector: "ExportNamedDeclaration[source]",
  message: "No re-exports but a package's index: import from the file that has it.",
};
const NO_MODULE_MOCK = ["mock", "doMock", "hoisted"].map((property) => ({
  object: "vi",
  property,
  message: "Hand in a fake for the port; modules are not replaced.",
}));

/** Type-aware rules, as strict as the presets are, with the few that fight the house's own style set right. */
const TYPED_RULES = {
  "@typescript-eslint/switch-exhaustiveness-check": [
    "error",
    { allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
  ],
  "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
  "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
  "@typescript-eslint/consistent-type-imports": "error",
  // A port is asynchronous for the adapter that waits, not for the one that needn't.
  "@typescript-eslint/require-await": "off",
  "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true }],
};

/** Rules of the React compiler, which we don't run; they take a callback handed to an options factory for a read in render. */
const REACT_RULES = { "react-hooks/incompatible-library": "off", "react-hooks/refs": "off" };

const LENGTHS = {
  "max-lines-per-function": ["error", { max: 70 }],
  "max-lines": ["error", { max: 500 }],
  "max-params": ["error", { max: 4 }],
};

export default defineConfig(
  globalIgnores(["**/node_modules/", "**/.next/", "**/.turbo/", "**/generated/", "**/coverage/", "**/dist/", "**/*.d.ts", ".ballast/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" }, plugins: { ballast } },
  {
    files: TYPED,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: TYPED_RULES,
  },
  { files: ["**/*.{ts,tsx,mts}"], ignores: TYPED, extends: [tseslint.configs.strict] },
  {
    files: ["**/*.{ts,tsx,mts,mjs,js}"],
    rules: {
      ...asErrors(houseRules),
      ...LENGTHS,
      eqeqeq: "error",
      "no-restricted-properties": ["error", ...NO_MODULE_MOCK],
      "no-restricted-syntax": ["error", NO_DEFAULT_EXPORT, NO_BARREL, NO_REEXPORT],
    },
  },
  { files: DEFAULT_EXPORTS, rules: { "no-restricted-syntax": ["error", NO_BARREL, NO_REEXPORT] } },
  { files: ["packages/*/src/index.ts"], rules: { "no-restricted-syntax": ["error", NO_DEFAULT_EXPORT, NO_BARREL] } },
  { files: CLOCK_EDGES, rules: { "ballast/no-ambient-clock": "off" } },
  { files: ["**/*.mapper.ts", "packages/db/src/mappers/**"], rules: { "ballast/no-assertion": "off" } },
  // A component's markup is one expression; its length tells less than a function's.
  {
    files: ["**/*.tsx"],
    extends: [reactHooks.configs.flat.recommended],
    rules: { "max-lines-per-function": ["error", { max: 140 }], ...REACT_RULES },
  },
  // A describe block is a chapter, not a function; and vitest's matchers are typed as any.
  { files: TESTS, rules: { "max-lines-per-function": "off", "max-params": "off", "@typescript-eslint/no-unsafe-assignment": "off" } },
  {
    files: ["packages/core/src/**/*.{ts,tsx,mts,cts,js,mjs,cjs}"],
    ignores: TESTS,
    // The purity of core can't be switched off in place.
    linterOptions: { noInlineConfig: true },
    rules: { ...asErrors(purityRules), "ballast/no-ambient-clock": "off" },
  },
);
