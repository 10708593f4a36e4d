import { formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { formatUtc } from "@ballast/ui/format/time";
import type { Column } from "@ballast/ui/table/column";
import type { ReportView } from "../shell/answers.ts";

export type CurveRow = ReportView["curve"][number];

/** The points of a curve as a table. */
export function curveColumns(currency: string): readonly Column<CurveRow>[] {
  return [
    { key: "at", header: "Bar", unit: "UTC", isFlexible: true, value: (row) => formatUtc(row.tsMs) },
    { key: "equity", header: "Equity", unit: currency, align: "right", value: (row) => row.equity, cell: (row) => formatFigure(row.equity, 2) },
    { key: "benchmark", header: "Buy and hold", unit: currency, align: "right", value: (row) => row.benchmark ?? undefined, cell: (row) => formatFigure(row.benchmark, 2) },
    { key: "drawdown", header: "Drawdown", align: "right", value: (row) => row.drawdown, cell: (row) => formatPercent(-row.drawdown) },
    { key: "invested", header: "Invested", align: "right", value: (row) => row.invested, cell: (row) => formatPercent(row.invested) },
  ]; // prettier-ignore
}
