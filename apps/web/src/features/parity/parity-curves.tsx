"use client";

import { ChartFrame } from "@ballast/ui/charts/chart-frame";
import type { LineRow } from "@ballast/ui/charts/curve/line-rows";
import { formatFigure } from "@ballast/ui/format/ratio";
import { formatUtc } from "@ballast/ui/format/time";
import type { Column } from "@ballast/ui/table/column";
import { useMemo } from "react";
import { LazyLineChart } from "../lab/lazy-charts.tsx";
import type { ParityReportView } from "../shell/answers.ts";

const LINES = [
  { key: "paper", label: "Paper" },
  { key: "backtest", label: "Backtest", isDashed: true },
] as const;

/** Equity of both over one axis; where nothing was decided on paper its line has a gap. */
export function ParityCurves({ report }: { readonly report: ParityReportView }) {
  const { curve, baseCurrency, accountKey } = report;
  const rows = useMemo(
    (): readonly LineRow[] =>
      curve.map(({ tsMs, paper, backtest }) => ({ atMs: tsMs, values: { paper, backtest }, drawdown: null, invested: null })),
    [curve],
  );
  const columns: readonly Column<LineRow>[] = [
    { key: "at", header: "Close", unit: "UTC", isFlexible: true, value: (row) => formatUtc(row.atMs) },
    ...LINES.map(({ key, label }): Column<LineRow> => ({
      key,
      header: label,
      unit: baseCurrency,
      align: "right",
      value: (row) => row.values[key] ?? undefined,
      cell: (row) => formatFigure(row.values[key], 2),
    })),
  ];
  return (
    <ChartFrame
      title="Equity"
      note={`${baseCurrency}, at closes`}
      heightClass="h-72"
      columns={columns}
      rows={rows}
      rowKey={(row) => String(row.atMs)}
      csvName={`parity-equity-${accountKey}`}
    >
      <LazyLineChart
        label="Equity on paper and of the backtest"
        rows={rows}
        lines={LINES}
        format={(value) => `${formatFigure(value, 2)} ${baseCurrency}`}
      />
    </ChartFrame>
  );
}
