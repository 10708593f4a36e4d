"use client";

import { clsx } from "clsx";
import type { MouseEvent } from "react";
import type { Column } from "../table/column.ts";

type TableRowProps<Row> = {
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly isOpenable: boolean;
  readonly onPick: (index: number, event: MouseEvent<HTMLElement>) => void;
};

/** One row of 32 px. */
export function TableRow<Row>({ row, index, columns, isActive, isSelected, isOpenable, onPick }: TableRowProps<Row>) {
  return (
    <tr
      data-row={index}
      tabIndex={isActive ? 0 : -1}
      aria-selected={isSelected}
      onClick={(event) => onPick(index, event)}
      className={clsx(
        // Room for the bars that stay in sight, so that a row reached by key is never beneath them.
        "h-8 scroll-mt-28 scroll-mb-20 text-13 pointer-coarse:h-10",
        isOpenable && "cursor-pointer hover:bg-hover",
        isSelected && "bg-selected",
        "focus-visible:bg-hover focus-visible:-outline-offset-2",
      )}
    >
      {columns.map((column) => (
        <td
          key={column.key}
          className={clsx(
            "border-b border-line px-2.5 whitespace-nowrap first:pl-3 last:pr-3",
            column.align === "right" ? "text-right" : "text-left",
            column.isWide && "max-md:hidden",
            column.isFlexible && "max-w-0 truncate",
          )}
        >
          {column.cell === undefined ? (column.value(row)?.toString() ?? "–") : column.cell(row)}
        </td>
      ))}
    </tr>
  );
}
