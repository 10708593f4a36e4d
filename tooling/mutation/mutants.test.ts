import { describe, expect, it } from "vitest";
import { mutantsOf, mutated } from "./mutants.ts";

const of = (text: string) => mutantsOf({ file: "a.ts", text, listName: "CHECKS" });
const results = (text: string) => of(text).map((mutant) => mutated(text, mutant));

describe("mutants", () => {
  it.each([
    ["a < b", "a <= b"],
    ["a <= b", "a < b"],
    ["a > b", "a >= b"],
    ["a >= b", "a > b"],
    ["a === b", "a !== b"],
    ["a !== b", "a === b"],
    ["a && b", "a || b"],
    ["a || b", "a && b"],
  ])("turn %s into %s", (before, after) => {
    expect(results(before)).toEqual([after]);
  });

  it("leave alone what only looks like an operator: types, texts, comments, assignments", () => {
    expect(of('type A = B<C>; const text = "a < b"; // a < b\na += 1; const f = <T>(x: T): T => x;')).toEqual([]);
  });

  it("find each operator of an expression by itself", () => {
    expect(results("a < b && b <= c").sort()).toEqual(["a < b && b < c", "a < b || b <= c", "a <= b && b <= c"].sort());
  });

  it("take each member out of the list", () => {
    expect(results("export const CHECKS: readonly Check[] = [one, two];\nconst OTHERS = [three];")).toEqual([
      "export const CHECKS: readonly Check[] = [two];\nconst OTHERS = [three];",
      "export const CHECKS: readonly Check[] = [one];\nconst OTHERS = [three];",
    ]);
  });

  it("say where they stand and what they do", () => {
    expect(of("\n  return a < b;")).toEqual([
      { file: "a.ts", line: 2, start: 12, end: 13, change: "< becomes <=", replacement: "<=", source: "return a < b;" },
    ]);
  });
});
