"use client";

import { formatUtc } from "@ballast/ui/format/time";
import { Copyable } from "@ballast/ui/primitives/copyable";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { Panel } from "@ballast/ui/primitives/panel";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import type { ProfileVersion } from "../shell/answers.ts";
import { MoreRows } from "../shell/more-rows.tsx";
import { useAddress } from "../shell/use-address.ts";
import type { useVersions } from "./use-profile.ts";

const COLUMNS: readonly Column<ProfileVersion>[] = [
  { key: "version", header: "Version", align: "right", value: (row) => row.version },
  { key: "at", header: "Saved", unit: "UTC", value: (row) => formatUtc(row.createdAtMs), cell: (row) => <Timestamp atMs={row.createdAtMs} /> },
  { key: "author", header: "By", value: (row) => row.author },
  { key: "reason", header: "Why", isFlexible: true, isWide: true, value: (row) => row.reason, cell: (row) => <span title={row.reason}>{row.reason}</span> },
  { key: "accounts", header: "Accounts", align: "right", value: (row) => row.accounts },
  { key: "hash", header: "Hash", isWide: true, isSortable: false, value: (row) => row.hash, cell: (row) => <Copyable text={row.hash} label="profile hash" isShortened /> },
]; // prettier-ignore

type VersionTableProps = { readonly rows: readonly ProfileVersion[]; readonly query: ReturnType<typeof useVersions>["query"] };

/** Every version there was, who saved it and why; opening one compares it with the newest. */
export function VersionTable({ rows, query }: VersionTableProps) {
  const address = useAddress();
  const [newest] = rows;
  return (
    <Panel title="Versions" note="Immutable. Opening one compares it with the newest." isFlush>
      <DataTable
        caption={`Versions of ${newest?.key ?? "a profile"}`}
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => String(row.version)}
        onOpen={(row) =>
          newest !== undefined && address.push({ before: `${row.key}@${row.version}`, after: `${newest.key}@${newest.version}` })
        }
        hasToolbar={false}
        footer={<MoreRows query={query} />}
      />
    </Panel>
  );
}
