"use client";

import { clsx } from "clsx";
import { useCallback, useMemo, useRef, useState, type MouseEvent, type ReactNode } from "react";
import type { Column, Sort } from "../table/column.ts";
import { filterRows } from "../table/filter-rows.ts";
import { rowsToCsv } from "../table/rows-to-csv.ts";
import { saveText } from "../table/save-text.ts";
import { nextSort, sortRows } from "../table/sort-rows.ts";
import { useDrawnRows } from "../table/use-drawn-rows.ts";
import { useRowKeys } from "../table/use-row-keys.ts";
import { useSteadyRows } from "../table/use-steady-rows.ts";
import { TableHead } from "./table-head.tsx";
import { TableRow } from "./table-row.tsx";
import { TableToolbar } from "./table-toolbar.tsx";

export type DataTableProps<Row> = {
  /** Names the table for who can't see it, and its CSV file. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly selectedKey?: string;
  readonly onOpen?: (row: Row) => void;
  /** The list that the page is about: its keys work wherever the focus is. One table of a page at most. */
  readonly isMain?: boolean;
  readonly initialSort?: Sort;
  /** What was asked for: with another filter the rows are replaced at once, even under the pointer. */
  readonly listKey?: string;
  /** The rows are old and new ones are on their way: they stay, dimmed. */
  readonly isStale?: boolean;
  readonly hasToolbar?: boolean;
  readonly toolbar?: ReactNode;
  /** Shown instead of rows where there are none. */
  readonly empty?: ReactNode;
  /** Under the last row: a button for more. */
  readonly footer?: ReactNode;
  readonly className?: string;
};

/** A dense table: sorted, filtered, chosen by column, exported, walked by keyboard, virtual beyond 200 rows. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    caption,
    columns,
    rows,
    rowKey,
    selectedKey,
    onOpen,
    isMain = false,
    initialSort,
    listKey = "",
    isStale = false,
    hasToolbar = true,
    toolbar,
    empty,
    footer,
    className,
  } = props;
  const scrollRef = useRef<HTMLDivElement>(null);
  const [sort, setSort] = useState<Sort | undefined>(initialSort);
  const [query, setQuery] = useState("");
  const [hidden, setHidden] = useState<ReadonlySet<string>>(
    () => new Set(columns.filter((column) => column.isHidden).map((column) => column.key)),
  );

  const shownColumns = useMemo(() => columns.filter((column) => !hidden.has(column.key)), [columns, hidden]);
  const sortedRows = useMemo(() => sortRows(filterRows(rows, columns, query), columns, sort), [rows, columns, query, sort]);
  const { rows: shownRows, holders } = useSteadyRows({
    rows: sortedRows,
    rowKey,
    listKey: `${listKey} ${sort?.key ?? ""} ${sort?.direction ?? ""} ${query}`,
  });

  const { drawn, first, after, isVirtual, rowPx, scrollTo } = useDrawnRows(shownRows, scrollRef);

  const focusRow = useCallback(
    (index: number) => {
      scrollTo(index);
      requestAnimationFrame(() => scrollRef.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus());
    },
    [scrollTo],
  );
  const openAt = useCallback(
    (index: number) => {
      const row = shownRows[index];
      if (row !== undefined) onOpen?.(row);
    },
    [shownRows, onOpen],
  );
  const { activeIndex, setActiveIndex, onKeyDown } = useRowKeys({ count: shownRows.length, isMain, onMove: focusRow, onOpen: openAt });
  const pick = useCallback(
    (index: number, event: MouseEvent<HTMLElement>) => {
      setActiveIndex(index);
      const isOwnControl = event.target instanceof Element && event.target.closest("a, button") !== null;
      if (!isOwnControl) openAt(index);
    },
    [openAt, setActiveIndex],
  );
  const toggleColumn = (key: string): void =>
    setHidden((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });

  return (
    <div className={clsx("flex min-h-0 min-w-0 flex-col", className)}>
      {hasToolbar && (
        <TableToolbar
          columns={columns}
          hidden={hidden}
          onToggleColumn={toggleColumn}
          query={query}
          onQuery={setQuery}
          onExport={() => saveText(`${caption.toLowerCase().replaceAll(" ", "-")}.csv`, rowsToCsv(shownRows, columns))}
        >
          {toolbar}
        </TableToolbar>
      )}
      <div
        ref={scrollRef}
        // Focusable, so that keys can scroll what is cut off: a header's button can itself be out of sight.
        tabIndex={0}
        className={clsx("relative min-h-0 overflow-auto transition-opacity", isStale && "opacity-60", isVirtual && "max-h-[70vh]")}
      >
        <table
          aria-label={caption}
          aria-busy={isStale}
          aria-rowcount={shownRows.length}
          className="w-full border-separate border-spacing-0"
          onKeyDown={onKeyDown}
        >
          <TableHead columns={shownColumns} sort={sort} onSort={(key) => setSort((before) => nextSort(before, key))} />
          <tbody {...holders}>
            {first > 0 && <tr aria-hidden="true" style={{ height: first * rowPx }} />}
            {drawn.map((row, offset) => {
              const key = rowKey(row);
              const index = first + offset;
              return (
                // By place: rows that come change the words of each line instead of moving the lines.
                <TableRow
                  key={index}
                  row={row}
                  index={index}
                  columns={shownColumns}
                  isActive={index === activeIndex}
                  isSelected={key === selectedKey}
                  isOpenable={onOpen !== undefined}
                  onPick={pick}
                />
              );
            })}
            {after > 0 && <tr aria-hidden="true" style={{ height: after * rowPx }} />}
          </tbody>
        </table>
        {shownRows.length === 0 &&
          (rows.length > 0 ? <p className="px-3 py-6 text-center text-13 text-ink-muted">No row has “{query}”.</p> : empty)}
      </div>
      {footer}
    </div>
  );
}
