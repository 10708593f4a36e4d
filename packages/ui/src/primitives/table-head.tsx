"use client";

import { clsx } from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { Column, Sort } from "../table/column.ts";

type TableHeadProps<Row> = {
  readonly columns: readonly Column<Row>[];
  readonly sort: Sort | undefined;
  readonly onSort: (key: string) => void;
};

/** Cells are set in 13 px, their headers in 12. */
const CELL_TO_HEAD = 13 / 12;

/** Headers that stay in sight, with the unit beside the name and the sort as a button. */
export function TableHead<Row>({ columns, sort, onSort }: TableHeadProps<Row>) {
  return (
    <thead className="sticky top-0 z-10 bg-surface">
      <tr className="h-8">
        {columns.map((column) => {
          const direction = sort?.key === column.key ? sort.direction : undefined;
          const Arrow = direction === "descending" ? ArrowDown : ArrowUp;
          const isRight = column.align === "right";
          const name = (
            <>
              {column.header}
              {column.unit !== undefined && <span className="font-normal text-ink-faint">{column.unit}</span>}
            </>
          );
          return (
            <th
              key={column.key}
              scope="col"
              aria-sort={direction}
              style={column.widthChars === undefined ? undefined : { minWidth: `calc(${column.widthChars * CELL_TO_HEAD}ch + 1.25rem)` }}
              className={clsx(
                "border-b border-line px-2.5 text-12 first:pl-3 last:pr-3 font-medium whitespace-nowrap text-ink-muted",
                isRight ? "text-right" : "text-left",
                column.isWide && "max-md:hidden",
                column.isFlexible && "w-full",
              )}
            >
              {column.isSortable === false ? (
                <span className="inline-flex items-center gap-1">{name}</span>
              ) : (
                <button type="button" onClick={() => onSort(column.key)} className="relative inline-flex h-8 items-center hover:text-ink">
                  <span className="inline-flex items-center gap-1">{name}</span>
                  {direction !== undefined && (
                    <Arrow aria-hidden="true" className={clsx("absolute size-3", isRight ? "-left-3" : "-right-3")} />
                  )}
                </button>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
