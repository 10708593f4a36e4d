import { formatDecimal } from "@ballast/ui/format/decimal";
import { formatUtcDate } from "@ballast/ui/format/time";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { Panel } from "@ballast/ui/primitives/panel";
import type { Column } from "@ballast/ui/table/column";
import type { ParityReportView } from "../shell/answers.ts";
import { apartText } from "./parity-words.ts";

type Day = ParityReportView["days"][number];

const amount = (text: string | null): string => formatDecimal(text ?? undefined, { decimals: 2 });

function columnsOf(unit: string): readonly Column<Day>[] {
  return [
    { key: "day", header: "Day", unit: "UTC", isFlexible: true, value: (row) => formatUtcDate(row.dayMs) },
    { key: "paper", header: "Paper", unit, align: "right", isWide: true, value: (row) => row.paper ?? undefined, cell: (row) => amount(row.paper) },
    { key: "backtest", header: "Backtest", unit, align: "right", isWide: true, value: (row) => row.backtest, cell: (row) => amount(row.backtest) },
    { key: "deviation", header: "Deviation", align: "right", value: (row) => row.deviationBps ?? undefined, cell: (row) => apartText(row.deviationBps) },
  ]; // prettier-ignore
}

/** How far equity on paper stood from the backtest's at the last close of each day that it was apart. */
export function ParityDays({ report }: { readonly report: ParityReportView }) {
  const apart = report.days.filter(({ deviationBps }) => deviationBps !== 0);
  if (apart.length === 0) return null;
  return (
    <Panel title="Equity apart, by day" note={`${apart.length} of ${report.days.length} days`} isFlush>
      <DataTable
        caption="Equity apart by day"
        columns={columnsOf(report.baseCurrency)}
        rows={apart}
        rowKey={(row) => String(row.dayMs)}
        hasToolbar={false}
      />
    </Panel>
  );
}
