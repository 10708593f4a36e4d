import { expect, test } from "vitest";
import { keptColumns } from "./kept-columns.ts";

const ROWS = 1_000;
const SET = ["a", "b", "c", "d", "e"];

function counting(bytesMax: number) {
  const computed: string[] = [];
  const columnsOf = keptColumns({
    rows: ROWS,
    bytesMax,
    compute: (name) => {
      computed.push(name);
      return new Float64Array(ROWS);
    },
  });
  return { columnsOf, computed };
}

test("a column is computed once for all sets that read it", () => {
  const { columnsOf, computed } = counting(ROWS * 8 * 6);
  const first = columnsOf(["a", "b"]);
  expect(columnsOf(["b", "c", "a"])).toEqual([first[1], expect.any(Float64Array), first[0]]);
  expect(columnsOf(["a"])[0]).toBe(first[0]);
  expect(computed).toEqual(["a", "b", "c"]);
});

test("columns take no more memory than is allowed: the one that was asked for longest ago goes", () => {
  const { columnsOf, computed } = counting(ROWS * 8 * 6);
  columnsOf([...SET, "f", "a", "g"]);
  columnsOf(["a", "c", "b"]);
  expect(computed).toEqual([...SET, "f", "g", "b"]);
});

test("those of one set are kept, however long their bars are", () => {
  const { columnsOf, computed } = counting(0);
  columnsOf(SET);
  columnsOf(SET);
  expect(computed).toEqual(SET);
});
