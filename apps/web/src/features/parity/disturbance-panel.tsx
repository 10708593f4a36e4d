import { formatCount } from "@ballast/ui/format/ratio";
import { formatUtc } from "@ballast/ui/format/time";
import { Badge } from "@ballast/ui/primitives/badge";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { Panel } from "@ballast/ui/primitives/panel";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import type { ParityReportView } from "../shell/answers.ts";

type Disturbance = ParityReportView["disturbances"][number];

const KINDS: Readonly<Record<Disturbance["kind"], string>> = {
  halt: "Halt",
  outage: "Outage",
  late: "Late",
  version: "Version",
  release: "Release",
};

const COLUMNS: readonly Column<Disturbance>[] = [
  { key: "from", header: "From", unit: "UTC", value: (row) => formatUtc(row.fromMs), cell: (row) => <Timestamp atMs={row.fromMs} /> },
  { key: "until", header: "Until", unit: "UTC", isWide: true, value: (row) => (row.untilMs === null ? "–" : formatUtc(row.untilMs)) },
  { key: "kind", header: "What", value: (row) => KINDS[row.kind], cell: (row) => <Badge>{KINDS[row.kind]}</Badge> },
  {
    key: "words",
    header: "In words",
    isFlexible: true,
    value: (row) => row.words,
    cell: (row) => <span className="whitespace-normal">{row.words}</span>,
  },
];

/** What happened to the account and to no backtest, and the versions that both changed with. */
export function DisturbancePanel({ report }: { readonly report: ParityReportView }) {
  const { disturbances, disturbancesLeftOut } = report;
  if (disturbances.length === 0) return null;
  const note = disturbancesLeftOut === 0 ? undefined : `${formatCount(disturbancesLeftOut)} more: npx ballast parity --json`;
  return (
    <Panel title="What happened meanwhile" note={note} isFlush>
      <DataTable
        caption="What happened meanwhile"
        columns={COLUMNS}
        rows={disturbances}
        rowKey={(row) => `${row.kind}/${row.fromMs}/${row.words}`}
        hasToolbar={false}
      />
    </Panel>
  );
}
