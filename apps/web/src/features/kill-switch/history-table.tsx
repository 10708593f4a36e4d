"use client";

import { formatDuration } from "@ballast/ui/format/duration";
import { formatUtc } from "@ballast/ui/format/time";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import type { Halt } from "../shell/answers.ts";
import { haltTitle } from "../shell/halt-words.ts";
import { MoreRows } from "../shell/more-rows.tsx";
import { haltWhy } from "./halt-why.ts";

const COLUMNS: readonly Column<Halt>[] = [
  { key: "since", header: "Set", unit: "UTC", value: (row) => formatUtc(row.sinceMs), cell: (row) => <Timestamp atMs={row.sinceMs} /> },
  { key: "what", header: "What", value: haltTitle },
  { key: "by", header: "By", isWide: true, value: (row) => row.setBy },
  { key: "why", header: "Why", isFlexible: true, isWide: true, value: haltWhy, cell: (row) => <span title={haltWhy(row)}>{haltWhy(row)}</span> },
  { key: "released", header: "Released", unit: "UTC", isWide: true,
    isHidden: true, value: (row) => (row.released === undefined ? undefined : formatUtc(row.released.atMs)), cell: (row) => <Timestamp atMs={row.released?.atMs} /> },
  { key: "held", header: "Held for", align: "right", isWide: true, value: (row) => (row.released === undefined ? undefined : row.released.atMs - row.sinceMs), cell: (row) => formatDuration(row.released === undefined ? undefined : row.released.atMs - row.sinceMs) },
  { key: "releaser", header: "Released by", isWide: true, value: (row) => row.released?.by },
  { key: "reason", header: "Because", isWide: true,
    isHidden: true, value: (row) => row.released?.reason, cell: (row) => <span title={row.released?.reason}>{row.released?.reason}</span> },
]; // prettier-ignore

type HistoryTableProps = {
  readonly halts: readonly Halt[];
  readonly query: { readonly hasNextPage: boolean; readonly isFetchingNextPage: boolean; readonly fetchNextPage: () => unknown };
};

/** What was halted before, by whom, and who let it go on. */
export function HistoryTable({ halts, query }: HistoryTableProps) {
  return (
    <Panel title="History" isFlush>
      <DataTable
        caption="Released kill switches"
        columns={COLUMNS}
        rows={halts}
        rowKey={({ id, released }) => `${id}/${released?.atMs ?? 0}`}
        empty={<EmptyState title="Nothing was released yet">Every halt stays here with who set it, who released it, and why.</EmptyState>}
        footer={<MoreRows query={query} />}
      />
    </Panel>
  );
}
