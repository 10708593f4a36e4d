"use client";

import { ChartFrame } from "@ballast/ui/charts/chart-frame";
import { indexedRows, lineColour, type LineRow } from "@ballast/ui/charts/curve/line-rows";
import { formatFigure } from "@ballast/ui/format/ratio";
import { formatUtc } from "@ballast/ui/format/time";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import type { Column } from "@ballast/ui/table/column";
import { useQuery } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import { useMemo } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { ComparedView } from "../shell/answers.ts";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { useAddress } from "../shell/use-address.ts";
import { CompareTable } from "./compare-table.tsx";
import { LazyLineChart } from "./lazy-charts.tsx";
import { curveOf, resultSets } from "./compared.ts";
import { studyTitle } from "./study-words.ts";

const COMPARED_MAX = 5;
const POINTS = 500;
const UUID = /^[0-9a-f-]{36}$/;

function linesOf(studies: readonly ComparedView[]) {
  return studies.map((study, index) => ({ key: study.id, label: `${index + 1} ${studyTitle(study)}` }));
}

function CurvesPanel({ studies }: { readonly studies: readonly ComparedView[] }) {
  const drawn = useMemo(() => studies.filter((study) => curveOf(study).length > 1), [studies]);
  const rows = useMemo(() => indexedRows(new Map(drawn.map((study) => [study.id, curveOf(study)])), POINTS), [drawn]);
  const lines = linesOf(drawn);
  const columns: readonly Column<LineRow>[] = [
    { key: "at", header: "At", unit: "UTC", isFlexible: true, value: (row) => formatUtc(row.atMs) },
    ...lines.map(({ key, label }): Column<LineRow> => ({
      key,
      header: label,
      align: "right",
      value: (row) => row.values[key] ?? undefined,
      cell: (row) => formatFigure(row.values[key], 2),
    })),
  ];
  return (
    <ChartFrame
      title="Equity, indexed"
      note="each from 100 at its own first bar; of a walk-forward what was out of sample; a sweep has no curve"
      heightClass="h-96"
      columns={columns}
      rows={rows}
      rowKey={(row) => String(row.atMs)}
      csvName="compared-equity"
    >
      {rows.length === 0 ? (
        <EmptyState title="None of these has a curve" />
      ) : (
        <LazyLineChart
          label={`Equity of ${drawn.length} studies from 100 each`}
          rows={rows}
          lines={lines}
          format={(value) => formatFigure(value, 1)}
          level={{ value: 100, text: "" }}
        />
      )}
    </ChartFrame>
  );
}

/** Up to five studies side by side: their curves from one level, and their figures in rows. */
export function CompareScreen() {
  const trpc = useTRPC();
  const address = useAddress();
  const { workspace } = useWorkspace();
  const ids = (address.read("ids") ?? "")
    .split(",")
    .filter((id) => UUID.test(id))
    .slice(0, COMPARED_MAX);
  const studies = useQuery({ ...trpc.lab.compare.queryOptions({ workspaceId: workspace.id, studyIds: ids }), enabled: ids.length > 0 });
  if (ids.length === 0)
    return (
      <>
        <PageHeader title="Compare" state="Up to five studies side by side." />
        <Panel>
          <EmptyState icon={<Scale aria-hidden="true" />} title="Nothing to compare yet">
            Pick two to five studies in the list of backtests.
          </EmptyState>
        </Panel>
      </>
    );
  const loading = (
    <div role="status" aria-label="The studies are on their way" className="flex flex-col gap-3">
      <Skeleton className="h-106 w-full" />
      <Skeleton className="h-80 w-full" />
    </div>
  );
  return (
    <>
      <PageHeader title="Compare" state={studies.data === undefined ? undefined : resultSets(studies.data)} />
      <QueryView query={studies} what="The studies" loading={loading}>
        {(all) => (
          <div className="flex flex-col gap-3">
            <CurvesPanel studies={all} />
            <CompareTable
              studies={all}
              colourOf={lineColour}
              onDrop={(id) => address.replace({ ids: ids.filter((one) => one !== id).join(",") })}
            />
          </div>
        )}
      </QueryView>
    </>
  );
}
