"use client";

import { Columns3, Download, Search } from "lucide-react";
import type { ReactNode } from "react";
import type { Column } from "../table/column.ts";
import { Button } from "./button.tsx";
import { Menu } from "./menu.tsx";
import { MenuCheck } from "./menu-check.tsx";
import { MenuLabel } from "./menu-label.tsx";
import { TextInput } from "./text-input.tsx";

type TableToolbarProps<Row> = {
  readonly columns: readonly Column<Row>[];
  readonly hidden: ReadonlySet<string>;
  readonly onToggleColumn: (key: string) => void;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onExport: () => void;
  /** Filters that are the list's own. */
  readonly children?: ReactNode;
};

/** What can be done to a table as a whole: find, choose columns, take it along as CSV. */
export function TableToolbar<Row>({ columns, hidden, onToggleColumn, query, onQuery, onExport, children }: TableToolbarProps<Row>) {
  return (
    <div className="flex flex-wrap items-center gap-1.5 border-b border-line px-3 py-1.5">
      {children}
      <div className="ml-auto flex min-w-44 flex-1 items-center gap-1 sm:max-w-64">
        <div className="relative min-w-0 flex-1">
          <Search aria-hidden="true" className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-ink-faint" />
          <TextInput
            type="search"
            aria-label="Find in these rows"
            placeholder="Find"
            value={query}
            onChange={(event) => onQuery(event.target.value)}
            isDense
          />
        </div>
        <Menu
          trigger={
            <Button tone="quiet" size="dense" isIcon aria-label="Choose columns" title="Choose columns">
              <Columns3 aria-hidden="true" />
            </Button>
          }
        >
          <MenuLabel>Columns</MenuLabel>
          {columns.map((column) => (
            <MenuCheck key={column.key} isChecked={!hidden.has(column.key)} onChange={() => onToggleColumn(column.key)}>
              {column.header}
            </MenuCheck>
          ))}
        </Menu>
        <Button tone="quiet" size="dense" isIcon aria-label="Export as CSV" title="Export as CSV" onClick={onExport}>
          <Download aria-hidden="true" />
        </Button>
      </div>
    </div>
  );
}
