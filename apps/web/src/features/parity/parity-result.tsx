"use client";

import { formatCount } from "@ballast/ui/format/ratio";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { Select } from "@ballast/ui/primitives/select";
import type { ParityReportView } from "../shell/answers.ts";
import { useAddress } from "../shell/use-address.ts";
import { DisturbancePanel } from "./disturbance-panel.tsx";
import { fillColumns } from "./parity-columns.tsx";
import { ParityCurves } from "./parity-curves.tsx";
import { ParityDays } from "./parity-days.tsx";
import { ParityDetail } from "./parity-detail.tsx";
import { ParityFigures } from "./parity-figures.tsx";

const FILTERS = [
  { value: "all", label: "every fill" },
  { value: "odd", label: "all differences" },
  { value: "differs", label: "differing" },
  { value: "missing", label: "missing" },
  { value: "extra", label: "extra" },
  { value: "same", label: "same" },
  { value: "unexplained", label: "unexplained" },
];

function rowsOf({ rows }: ParityReportView, filter: string): ParityReportView["rows"] {
  if (filter === "odd") return rows.filter(({ verdict }) => verdict !== "same");
  if (filter === "unexplained") return rows.filter(({ cause }) => cause === "unexplained");
  return filter === "all" ? rows : rows.filter(({ verdict }) => verdict === filter);
}

/** The comparison: figures, both curves, and trade by trade what is not the same and why. */
export function ParityResult({ report }: { readonly report: ParityReportView }) {
  const address = useAddress();
  // What is not the same is what one comes for; where nothing is, all of it.
  const usual = report.rows.some(({ verdict }) => verdict !== "same") ? "odd" : "all";
  const filter = FILTERS.find(({ value }) => value === address.read("verdict"))?.value ?? usual;
  const rows = rowsOf(report, filter);
  const open = report.rows.find(({ n }) => String(n) === address.read("row"));
  const note = report.rowsLeftOut === 0 ? undefined : `${formatCount(report.rowsLeftOut)} more: npx ballast parity --csv`;
  return (
    <div className="flex flex-col gap-3">
      <ParityFigures report={report} />
      <ParityCurves report={report} />
      <Panel title="Trade by trade" note={note} isFlush>
        <DataTable
          caption="Trade by trade"
          columns={fillColumns}
          rows={rows}
          rowKey={(row) => String(row.n)}
          listKey={filter}
          isMain
          {...(open === undefined ? {} : { selectedKey: String(open.n) })}
          onOpen={(row) => address.push({ row: String(row.n) })}
          toolbar={
            <Select
              label="Which fills"
              value={filter}
              options={FILTERS}
              onChange={(verdict) => address.replace({ verdict: verdict === usual ? undefined : verdict, row: undefined })}
              className="w-36"
            />
          }
          empty={<EmptyState title="None of these">No fill of the period has that verdict.</EmptyState>}
        />
      </Panel>
      <DisturbancePanel report={report} />
      <ParityDays report={report} />
      {open !== undefined && <ParityDetail row={open} onClose={() => address.replace({ row: undefined })} />}
    </div>
  );
}
