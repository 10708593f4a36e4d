"use client";

import { ChartFrame } from "@ballast/ui/charts/chart-frame";
import { ReliabilityPlot } from "@ballast/ui/charts/reliability-plot";
import { formatCount, formatPercent } from "@ballast/ui/format/ratio";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import type { Column } from "@ballast/ui/table/column";
import { useMemo } from "react";
import type { RegimeReliability } from "../shell/answers.ts";
import { QueryView } from "../shell/query-view.tsx";
import { useReliability } from "./use-regime.ts";

type Bin = RegimeReliability["bins"][number];

/** A month: what a few days of one regime say is chance. */
const HOURS_MIN = 720;

const COLUMNS: readonly Column<Bin>[] = [
  { key: "stated", header: "Stated", align: "right", value: (row) => row.meanConfidence, cell: (row) => formatPercent(row.meanConfidence) },
  { key: "observed", header: "Observed", align: "right", value: (row) => row.observedRate, cell: (row) => formatPercent(row.observedRate) },
  { key: "hours", header: "Hours", align: "right", value: (row) => row.hours, cell: (row) => formatCount(row.hours) },
]; // prettier-ignore

function binText({ meanConfidence, observedRate, hours }: Bin): string {
  return `stated ${formatPercent(meanConfidence)}, observed ${formatPercent(observedRate)} of ${formatCount(hours)} hours`;
}

function ReliabilityFrame({ reliability: { bins, hours, benchmark } }: { readonly reliability: RegimeReliability }) {
  const points = useMemo(
    () => bins.map((bin) => ({ stated: bin.meanConfidence, observed: bin.observedRate, weight: bin.hours, text: binText(bin) })),
    [bins],
  );
  return (
    <ChartFrame
      title="Regime reliability"
      heightClass="h-80"
      columns={COLUMNS}
      rows={bins}
      rowKey={({ confidenceFrom }) => String(confidenceFrom)}
      csvName={`regime-reliability-${benchmark.replace("/", "-").toLowerCase()}`}
    >
      {hours < HOURS_MIN ? (
        <EmptyState title="Too little history">
          Whether a regime’s confidence keeps its word shows after {formatCount(HOURS_MIN)} hours of which the day after is known. There are{" "}
          {formatCount(hours)}.
        </EmptyState>
      ) : (
        <ReliabilityPlot
          label={`Regime reliability over ${formatCount(hours)} hours: ${bins.map(binText).join("; ")}`}
          points={points}
          observedWord={`Stood a day later, of ${formatCount(hours)} hours within 2 years`}
          statedWord="Stated confidence; on the line it kept its word"
        />
      )}
    </ChartFrame>
  );
}

/** Whether the regime's confidence is worth its number: what it said against what stood a day later. */
export function ReliabilityPanel({ marketKey }: { readonly marketKey: string | undefined }) {
  const query = useReliability(marketKey);
  return (
    <QueryView query={query} what="The reliability of the regime" loading={<Skeleton className="h-90 w-full" />}>
      {(reliability) => <ReliabilityFrame reliability={reliability} />}
    </QueryView>
  );
}
