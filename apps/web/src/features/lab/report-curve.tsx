"use client";

import { ChartFrame } from "@ballast/ui/charts/chart-frame";
import { formatFigure } from "@ballast/ui/format/ratio";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { useMemo } from "react";
import type { ReportView } from "../shell/answers.ts";
import { curveColumns } from "./curve-columns.ts";
import { LazyLineChart } from "./lazy-charts.tsx";

export const CURVE_HEIGHT = "h-96";
const BOTH = [
  { key: "equity", label: "Equity" },
  { key: "benchmark", label: "Buy and hold", isDashed: true },
] as const;

/** Equity beside buy and hold, its drawdown and how much of it was in the market, on one time axis. */
export function ReportCurve({ report, csvName }: { readonly report: ReportView; readonly csvName: string }) {
  const { curve, currency, summary } = report;
  const rows = useMemo(
    () =>
      curve.map(({ tsMs, equity, drawdown, invested, benchmark }) => ({
        atMs: tsMs,
        values: { equity, benchmark },
        drawdown: -drawdown,
        invested,
      })),
    [curve],
  );
  const columns = useMemo(() => curveColumns(currency), [currency]);
  const lines = report.benchmark.buyAndHold === null ? BOTH.slice(0, 1) : BOTH;
  return (
    <ChartFrame
      title="Equity and drawdown"
      note={`${currency}; beneath it the drawdown, and the part of equity in the market`}
      heightClass={CURVE_HEIGHT}
      columns={columns}
      rows={curve}
      rowKey={(row) => String(row.tsMs)}
      csvName={csvName}
    >
      {curve.length < 2 ? (
        <EmptyState title="The period has too few bars for a curve" />
      ) : (
        <LazyLineChart
          label={`Equity over ${curve.length} points, the last at ${formatFigure(summary.finalEquity, 2)} ${currency}`}
          rows={rows}
          lines={lines}
          format={(value) => formatFigure(value, 2)}
          level={{ value: summary.startEquity, text: "start" }}
          hasDrawdown
          hasInvested
        />
      )}
    </ChartFrame>
  );
}
