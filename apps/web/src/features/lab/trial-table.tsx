"use client";

import { formatCount, formatFigure } from "@ballast/ui/format/ratio";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { Panel } from "@ballast/ui/primitives/panel";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import type { TrialDatasetView, TrialView } from "../shell/answers.ts";
import { MoreRows } from "../shell/more-rows.tsx";
import { NavLink } from "../shell/nav-link.tsx";
import { QueryView } from "../shell/query-view.tsx";

const PAGE = 100;

function columnsOf(workspaceKey: string): readonly Column<TrialView>[] {
  const study = ({ studyId, studyTitle, source }: TrialView) =>
    studyId === undefined ? (
      source === "file" ? (
        "a file, by command line"
      ) : (
        "–"
      )
    ) : (
      <NavLink className="quiet-link" href={workspacePath(workspaceKey, `lab/${studyId}`)}>
        {studyTitle === "" ? studyId.slice(0, 8) : studyTitle}
      </NavLink>
    );
  return [
    { key: "n", header: "#", align: "right", widthChars: 6, value: (row) => row.number, cell: (row) => formatCount(row.number) },
    { key: "study", header: "Study", isFlexible: true, value: (row) => row.studyTitle ?? row.source, cell: study },
    { key: "sharpe", header: "Sharpe", unit: "a bar", align: "right", value: (row) => row.sharpePerBar ?? undefined, cell: (row) => formatFigure(row.sharpePerBar, 4) },
    { key: "observations", header: "Returns", align: "right", isWide: true, value: (row) => row.observations, cell: (row) => formatCount(row.observations) },
    { key: "by", header: "By", isWide: true, value: (row) => row.runBy },
    { key: "at", header: "Run", unit: "UTC", value: (row) => row.runAtMs, cell: (row) => <Timestamp atMs={row.runAtMs} /> },
  ]; // prettier-ignore
}

/** The numbered trials of one dataset. A number that is missing would be a trial that was hidden: there is none. */
export function TrialTable({ dataset, name }: { readonly dataset: TrialDatasetView; readonly name: string }) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const trials = useInfiniteQuery(
    trpc.lab.trials.infiniteQueryOptions(
      { workspaceId: workspace.id, datasetHash: dataset.datasetHash, limit: PAGE },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const rows = useMemo(() => trials.data?.pages.flatMap(({ items }) => items), [trials.data]);
  const columns = useMemo(() => columnsOf(workspace.key), [workspace.key]);
  return (
    <Panel title={`Trials of ${name}`} note="numbered without a gap, the newest first" isFlush>
      <QueryView
        query={{ data: rows, error: trials.error, refetch: trials.refetch }}
        what="The trials"
        loading={<SkeletonRows count={6} label="Trials on their way" />}
      >
        {(all) => (
          <DataTable
            caption={`Trials of ${name}`}
            columns={columns}
            rows={all}
            rowKey={(row) => String(row.number)}
            className="max-h-160"
            footer={<MoreRows query={trials} />}
          />
        )}
      </QueryView>
    </Panel>
  );
}
