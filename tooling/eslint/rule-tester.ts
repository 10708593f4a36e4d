import { RuleTester } from "eslint";
import tseslint from "typescript-eslint";
import { describe, test } from "vitest";
import type { LocalRule } from "./create-rule.ts";

RuleTester.describe = describe;
RuleTester.it = test;

/** What a rule lets pass, and what it catches with the number of its reports. */
export type RuleCases = { readonly lawful: readonly string[]; readonly caught: readonly string[]; readonly filename?: string };

/** Tries a local rule on TypeScript sources; each caught source gives exactly one report. */
export function tryRule(name: string, rule: LocalRule, { lawful, caught, filename }: RuleCases): void {
  const tester = new RuleTester({ languageOptions: { parser: tseslint.parser } });
  const at = filename === undefined ? {} : { filename };
  // The published types of rules and of the tester name the same shape twice.
  const published: unknown = rule;
  if (!isPublishedRule(published)) throw new Error(`${name} is no rule`);
  tester.run(name, published, {
    valid: lawful.map((code) => ({ code, ...at })),
    invalid: caught.map((code) => ({ code, errors: 1, ...at })),
  });
}

function isPublishedRule(value: unknown): value is Parameters<RuleTester["run"]>[1] {
  return typeof value === "object" && value !== null && "create" in value;
}
