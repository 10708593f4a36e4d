import type { CellValue, Column, Sort } from "./column.ts";

function compareValues(one: CellValue, other: CellValue): number {
  if (typeof one === "string" && typeof other === "string") return one < other ? -1 : one > other ? 1 : 0;
  if (one === undefined || other === undefined) return 0;
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Rows in the order of one column; equal rows keep theirs, and undefined stands last whichever way it goes. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: Sort | undefined): readonly Row[] {
  const column = sort === undefined ? undefined : columns.find((one) => one.key === sort.key);
  if (column === undefined) return rows;
  const way = sort?.direction === "descending" ? -1 : 1;
  return [...rows].sort((a, b) => {
    const one = column.value(a);
    const other = column.value(b);
    if (one === undefined || other === undefined) return one === other ? 0 : one === undefined ? 1 : -1;
    return way * compareValues(one, other);
  });
}

/** A click on a header: ascending, descending, then as the rows came. */
export function nextSort(sort: Sort | undefined, key: string): Sort | undefined {
  if (sort?.key !== key) return { key, direction: "ascending" };
  return sort.direction === "ascending" ? { key, direction: "descending" } : undefined;
}
