import { ESLintUtils, type TSESLint } from "@typescript-eslint/utils";

/** Makes a local rule. Its prose lives in STYLE.md, where every rule is named beside what it guards. */
export const createRule = ESLintUtils.RuleCreator(() => "STYLE.md");

export type LocalRule = TSESLint.RuleModule<string, readonly unknown[]>;
