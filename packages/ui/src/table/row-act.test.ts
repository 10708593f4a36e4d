import { describe, expect, it } from "vitest";
import { pageRowAct, rowAct } from "./row-act.ts";

const COUNT = 5;

describe.concurrent("on a focused row", () => {
  it.each([
    ["j", 2, { kind: "move", index: 3 }],
    ["ArrowDown", 2, { kind: "move", index: 3 }],
    ["k", 2, { kind: "move", index: 1 }],
    ["ArrowUp", 2, { kind: "move", index: 1 }],
    ["Home", 2, { kind: "move", index: 0 }],
    ["End", 2, { kind: "move", index: 4 }],
    ["Enter", 2, { kind: "open", index: 2 }],
    ["j", 4, undefined],
    ["k", 0, undefined],
    ["x", 2, undefined],
  ] as const)("%s at row %i", (key, activeIndex, act) => {
    expect(rowAct({ key, activeIndex, count: COUNT })).toEqual(act);
  });
});

describe.concurrent("while no row has the focus", () => {
  it.each([
    ["j", 0, { kind: "move", index: 0 }],
    ["k", 0, { kind: "move", index: 0 }],
    ["j", 3, { kind: "move", index: 3 }],
    ["Enter", 3, { kind: "open", index: 3 }],
    ["ArrowDown", 3, undefined],
    ["Home", 3, undefined],
    ["End", 3, undefined],
    [" ", 3, undefined],
  ] as const)("%s with row %i left last", (key, activeIndex, act) => {
    expect(pageRowAct({ key, activeIndex, count: COUNT })).toEqual(act);
  });
});

it("an empty table does nothing", () => {
  for (const key of ["j", "k", "Enter", "Home", "End"]) {
    expect(rowAct({ key, activeIndex: 0, count: 0 })).toBeUndefined();
    expect(pageRowAct({ key, activeIndex: 0, count: 0 })).toBeUndefined();
  }
});
