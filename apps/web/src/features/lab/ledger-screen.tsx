"use client";

import { formatCount, formatFigure } from "@ballast/ui/format/ratio";
import { shortenHash } from "@ballast/ui/format/hash";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { TrialDatasetView } from "../shell/answers.ts";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { useAddress } from "../shell/use-address.ts";
import { HoldoutPanel } from "./holdout-panel.tsx";
import { LabTabs } from "./lab-tabs.tsx";
import { datasetText } from "./study-words.ts";
import { TrialTable } from "./trial-table.tsx";

export const datasetName = ({ name, datasetHash }: TrialDatasetView): string =>
  name === undefined ? `file ${shortenHash(datasetHash)}` : datasetText(name);
const deviation = ({ sharpeVariance }: TrialDatasetView): number | undefined =>
  sharpeVariance === null ? undefined : Math.sqrt(sharpeVariance);

const COLUMNS: readonly Column<TrialDatasetView>[] = [
  { key: "dataset", header: "Dataset", isFlexible: true, value: datasetName },
  { key: "trials", header: "Trials", align: "right", value: (row) => row.trials, cell: (row) => formatCount(row.trials) },
  { key: "defined", header: "With a ratio", align: "right", isWide: true, value: (row) => row.withSharpe, cell: (row) => formatCount(row.withSharpe) },
  { key: "best", header: "Best Sharpe", unit: "a bar", align: "right", value: (row) => row.bestSharpePerBar ?? undefined, cell: (row) => formatFigure(row.bestSharpePerBar, 4) },
  { key: "spread", header: "Spread", unit: "a bar", align: "right", isWide: true, value: deviation, cell: (row) => formatFigure(deviation(row), 4) },
  { key: "last", header: "Last", unit: "UTC", isWide: true, value: (row) => row.lastRunMs, cell: (row) => <Timestamp atMs={row.lastRunMs} /> },
]; // prettier-ignore

/** How often each dataset was asked, by anyone; and the stretches that nobody has seen yet. */
export function LedgerScreen() {
  const trpc = useTRPC();
  const address = useAddress();
  const { workspace } = useWorkspace();
  const ledger = useQuery(trpc.lab.ledger.queryOptions({ workspaceId: workspace.id }));
  const datasets = ledger.data?.datasets;
  const total = datasets?.reduce((sum, { trials }) => sum + trials, 0);
  const chosen = datasets?.find(({ datasetHash }) => datasetHash === address.read("dataset")) ?? datasets?.[0];
  return (
    <>
      <PageHeader
        title="Trials and holdouts"
        state={
          total === undefined
            ? undefined
            : `${formatCount(total)} trials on ${formatCount(datasets?.length)} ${datasets?.length === 1 ? "dataset" : "datasets"}. None can be taken back.`
        }
      />
      <LabTabs current="trials" />
      <QueryView query={ledger} what="The ledger" loading={<SkeletonRows count={8} label="The ledger is on its way" />}>
        {({ holdouts, datasets: all }) => (
          <div className="flex flex-col gap-3">
            <HoldoutPanel holdouts={holdouts} />
            <Panel title="Datasets" note="whatever period, whatever strategy: a choice made on one stretch is no news to the next" isFlush>
              <DataTable
                caption="Datasets"
                isMain
                columns={COLUMNS}
                rows={all}
                rowKey={(row) => row.datasetHash}
                {...(chosen === undefined ? {} : { selectedKey: chosen.datasetHash })}
                onOpen={(row) => address.replace({ dataset: row.datasetHash })}
                hasToolbar={false}
                empty={
                  <EmptyState title="No trial yet">
                    Each run on a dataset, by anyone, by page or by command line, gets a number here. The best of many is worth less than
                    the best of few.
                  </EmptyState>
                }
              />
            </Panel>
            {chosen !== undefined && <TrialTable key={chosen.datasetHash} dataset={chosen} name={datasetName(chosen)} />}
          </div>
        )}
      </QueryView>
    </>
  );
}
