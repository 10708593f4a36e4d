"use client";

import { createElement, use } from "react";
import type { DataTableProps } from "../primitives/data-table.tsx";

const loadTable = () => import("../primitives/data-table.tsx");
let arriving: ReturnType<typeof loadTable> | undefined;

function tableModule(): ReturnType<typeof loadTable> {
  arriving ??= loadTable();
  return arriving;
}

/**
 * The table of a chart, which is seen far less often than its curve: its script, virtual rows and
 * all, comes with the first look. Not by `lazy`, which would forget the type of the rows.
 */
export function LazyDataTable<Row>(props: DataTableProps<Row>) {
  return createElement(use(tableModule()).DataTable<Row>, props);
}
