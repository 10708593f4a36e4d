import { createContext, Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { firstDifference } from "./first-difference.ts";

describe("the first difference of two values", () => {
  it.each([
    ["an amount", { equity: 1n }, { equity: 2n }, { field: "equity", stored: "1", replayed: "2" }],
    [
      "a number in a list",
      { facts: [{ at: 1 }, { at: 2 }] },
      { facts: [{ at: 1 }, { at: 3 }] },
      { field: "facts[1].at", stored: "2", replayed: "3" },
    ],
    ["a list that ends early", ["A"], ["A", "B"], { field: "[1]", stored: "nothing", replayed: "B" }],
    ["bytes", { hash: Uint8Array.of(1) }, { hash: Uint8Array.of(2) }, { field: "hash", stored: "01", replayed: "02" }],
    ["a name that one side lacks", { a: 1 }, { a: 1, b: true }, { field: "b", stored: "nothing", replayed: "true" }],
    ["the sign of zero", { x: 0 }, { x: -0 }, { field: "x", stored: "0", replayed: "-0" }],
    ["an object where a text was", { x: "a" }, { x: { y: 1n } }, { field: "x", stored: "a", replayed: '{"y":"1"}' }],
  ])("is named with both sides: %s", (_what, stored, replayed, difference) => {
    expect(firstDifference("", stored, replayed)).toEqual(difference);
  });

  it("is none where all is equal, from another realm too", () => {
    const there: unknown = new Script("({ list: [1n, 'a'], bytes: Uint8Array.of(1, 2), none: undefined })").runInContext(createContext());
    expect(firstDifference("", { list: [1n, "a"], bytes: Uint8Array.of(1, 2), none: undefined }, there)).toBeUndefined();
  });
});
