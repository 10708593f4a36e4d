import { describe, expect, it } from "vitest";
import type { Column } from "./column.ts";
import { filterRows } from "./filter-rows.ts";
import { rowsToCsv } from "./rows-to-csv.ts";
import { nextSort, sortRows } from "./sort-rows.ts";
import { steadyRows } from "./steady-rows.ts";

type Row = { readonly name: string; readonly pnl: number | undefined };
const COLUMNS: readonly Column<Row>[] = [
  { key: "name", header: "Name", value: (row) => row.name },
  { key: "pnl", header: "PnL", unit: "USD", align: "right", value: (row) => row.pnl },
];
const ROWS: readonly Row[] = [
  { name: "Harbour", pnl: 2 },
  { name: "Atlas", pnl: undefined },
  { name: "Meridian", pnl: -10 },
];
const names = (rows: readonly Row[]): readonly string[] => rows.map((row) => row.name);

describe.concurrent("rows of a table", () => {
  it("sort by a column, with undefined last either way", () => {
    expect(names(sortRows(ROWS, COLUMNS, { key: "pnl", direction: "ascending" }))).toEqual(["Meridian", "Harbour", "Atlas"]);
    expect(names(sortRows(ROWS, COLUMNS, { key: "pnl", direction: "descending" }))).toEqual(["Harbour", "Meridian", "Atlas"]);
  });

  it("stand as they came without a sort, and under a column that is not there", () => {
    expect(sortRows(ROWS, COLUMNS, undefined)).toBe(ROWS);
    expect(sortRows(ROWS, COLUMNS, { key: "gone", direction: "ascending" })).toBe(ROWS);
  });

  it("cycle ascending, descending, as they came", () => {
    const first = nextSort(undefined, "pnl");
    const second = nextSort(first, "pnl");
    expect([first?.direction, second?.direction, nextSort(second, "pnl")]).toEqual(["ascending", "descending", undefined]);
    expect(nextSort(second, "name")).toEqual({ key: "name", direction: "ascending" });
  });

  it("are found by every word, in any column, whatever the case", () => {
    expect(names(filterRows(ROWS, COLUMNS, "ATL"))).toEqual(["Atlas"]);
    expect(names(filterRows(ROWS, COLUMNS, "meri -10"))).toEqual(["Meridian"]);
    expect(filterRows(ROWS, COLUMNS, "  ")).toBe(ROWS);
  });

  it("export with units in the header and undefined as nothing", () => {
    expect(rowsToCsv(ROWS, COLUMNS)).toBe("Name,PnL (USD)\r\nHarbour,2\r\nAtlas,\r\nMeridian,-10\r\n");
  });

  it("keep their places under the pointer, with what each holds now", () => {
    const later: readonly Row[] = [
      { name: "New", pnl: 9 },
      { name: "Meridian", pnl: -11 },
      { name: "Harbour", pnl: 3 },
    ];
    expect(steadyRows(ROWS, later, (row) => row.name)).toEqual([
      { name: "Harbour", pnl: 3 },
      { name: "Atlas", pnl: undefined },
      { name: "Meridian", pnl: -11 },
    ]);
  });
});
