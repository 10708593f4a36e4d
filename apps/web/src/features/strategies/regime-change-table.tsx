"use client";

import { formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { formatUtcDate, formatUtcMinute } from "@ballast/ui/format/time";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import type { Column } from "@ballast/ui/table/column";
import { ArrowRight } from "lucide-react";
import type { RegimeChange } from "../shell/answers.ts";
import { RegimeMark } from "./regime-mark.tsx";
import { regimeWord, trendWord } from "./regime-words.ts";

/** Closes fall on whole minutes: seconds would say nothing. */
const minuteText = (atMs: number): string => `${formatUtcDate(atMs)} ${formatUtcMinute(atMs)}`;

function ChangeMark({ from, regime }: RegimeChange) {
  return (
    <span className="inline-flex items-center gap-1">
      {from !== null && <RegimeMark regime={from} />}
      <ArrowRight role="img" aria-label="to" className="size-3.5 text-ink-faint" />
      <RegimeMark regime={regime} />
    </span>
  );
}

const COLUMNS: readonly Column<RegimeChange>[] = [
  { key: "at", header: "Close", unit: "UTC", value: (row) => minuteText(row.closeMs) },
  {
    key: "change",
    header: "Change",
    isFlexible: true,
    value: (row) => `${row.from === null ? "" : regimeWord(row.from)} to ${regimeWord(row.regime)}`,
    cell: (row) => <ChangeMark {...row} />,
  },
  { key: "confidence", header: "Confidence", align: "right", isWide: true, value: (row) => row.confidence, cell: (row) => formatPercent(row.confidence) },
  { key: "index", header: "Volatility index", unit: "points", align: "right", isWide: true, value: (row) => row.volatilityIndex, cell: (row) => formatFigure(row.volatilityIndex, 1) },
  { key: "trend", header: "Trend", isWide: true, value: (row) => trendWord(row.trend) },
]; // prettier-ignore

/** When the weather turned, newest first: every turn of the period, however short the regime between two. */
export function RegimeChangeTable({ changes, period }: { readonly changes: readonly RegimeChange[]; readonly period: string }) {
  return (
    <Panel title="Regime changes" note="The latest of this period, newest first." isFlush>
      <DataTable
        caption="Regime changes"
        columns={COLUMNS}
        rows={changes}
        rowKey={({ closeMs }) => String(closeMs)}
        listKey={period}
        hasToolbar={false}
        className="max-h-72"
        empty={<EmptyState title="No change">One regime stood through the whole period, or none is known yet.</EmptyState>}
      />
    </Panel>
  );
}
