"use client";

import { formatDuration } from "@ballast/ui/format/duration";
import { formatUtcDate } from "@ballast/ui/format/time";
import { formatCount, formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { Delta } from "@ballast/ui/primitives/delta";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import type { Column } from "@ballast/ui/table/column";
import { RegimeMark } from "../strategies/regime-mark.tsx";
import type { ReportView } from "../shell/answers.ts";

type InstrumentLine = ReportView["instruments"][number];
type RegimeLine = ReportView["regimes"][number];
type Spell = ReportView["drawdown"]["deepest"][number];

const signed = (value: number): string => `${value > 0 ? "+" : ""}${formatFigure(value, 2)}`;

const INSTRUMENT_COLUMNS: readonly Column<InstrumentLine>[] = [
  { key: "symbol", header: "Instrument", isFlexible: true, value: (row) => row.symbol },
  { key: "profit", header: "Profit", align: "right", value: (row) => row.profit, cell: (row) => <Delta amount={String(row.profit)} text={signed(row.profit)} /> },
  { key: "trades", header: "Trades", align: "right", value: (row) => row.statistics.trades, cell: (row) => formatCount(row.statistics.trades) },
  { key: "win", header: "Win rate", align: "right", value: (row) => row.statistics.winRate ?? undefined, cell: (row) => formatPercent(row.statistics.winRate) },
  { key: "factor", header: "Profit factor", align: "right", isWide: true, value: (row) => row.statistics.profitFactor ?? undefined, cell: (row) => formatFigure(row.statistics.profitFactor, 2) },
  { key: "costs", header: "Costs", align: "right", isWide: true, value: (row) => row.costs?.total, cell: (row) => formatFigure(row.costs?.total, 2) },
]; // prettier-ignore

export function InstrumentBreakdown({ report }: { readonly report: ReportView }) {
  return (
    <Panel title="By instrument" note={report.currency} isFlush>
      <DataTable
        caption="By instrument"
        columns={INSTRUMENT_COLUMNS}
        rows={report.instruments}
        rowKey={(row) => row.symbol}
        hasToolbar={false}
        empty={<EmptyState title="Nothing was traded" />}
      />
    </Panel>
  );
}

const REGIME_COLUMNS: readonly Column<RegimeLine>[] = [
  { key: "regime", header: "Regime", isFlexible: true, value: (row) => row.regime ?? "not known", cell: (row) => (row.regime === null ? "Not known" : <RegimeMark regime={row.regime} />) },
  { key: "bars", header: "Bars", align: "right", value: (row) => row.bars, cell: (row) => formatCount(row.bars) },
  { key: "return", header: "Return", align: "right", value: (row) => row.return ?? undefined, cell: (row) => <Delta amount={String(row.return ?? 0)} text={formatPercent(row.return, { sign: "always" })} /> },
  { key: "trades", header: "Trades entered", align: "right", isWide: true, value: (row) => row.statistics.trades, cell: (row) => formatCount(row.statistics.trades) },
  { key: "win", header: "Win rate", align: "right", value: (row) => row.statistics.winRate ?? undefined, cell: (row) => formatPercent(row.statistics.winRate) },
]; // prettier-ignore

export function RegimeBreakdown({ report }: { readonly report: ReportView }) {
  return (
    <Panel title="By regime" note="what equity did while it stood, and the trades that were entered in it" isFlush>
      <DataTable
        caption="By regime"
        columns={REGIME_COLUMNS}
        rows={report.regimes}
        rowKey={(row) => row.regime ?? ""}
        hasToolbar={false}
        empty={<EmptyState title="No regime is known in this period" />}
      />
    </Panel>
  );
}

const SPELL_COLUMNS: readonly Column<Spell>[] = [
  { key: "high", header: "From the high of", isFlexible: true, value: (row) => row.highMs, cell: (row) => formatUtcDate(row.highMs) },
  { key: "depth", header: "Depth", align: "right", value: (row) => row.depth, cell: (row) => formatPercent(-row.depth) },
  { key: "bottom", header: "Bottom", align: "right", isWide: true, value: (row) => row.bottomMs, cell: (row) => formatUtcDate(row.bottomMs) },
  { key: "back", header: "Recovered", align: "right", value: (row) => row.recoveredMs ?? undefined, cell: (row) => (row.recoveredMs === null ? "not yet" : formatUtcDate(row.recoveredMs)) },
  { key: "length", header: "Lasted", align: "right", value: (row) => (row.recoveredMs === null ? undefined : row.recoveredMs - row.highMs), cell: (row) => (row.recoveredMs === null ? "–" : formatDuration(row.recoveredMs - row.highMs)) },
]; // prettier-ignore

export function DrawdownBreakdown({ report }: { readonly report: ReportView }) {
  const note = `under water ${formatPercent(report.drawdown.shareUnderWater)} of the time`;
  return (
    <Panel title="Deepest drawdowns" note={note} isFlush>
      <DataTable
        caption="Deepest drawdowns"
        columns={SPELL_COLUMNS}
        rows={report.drawdown.deepest}
        rowKey={(row) => String(row.highMs)}
        hasToolbar={false}
        empty={<EmptyState title="Equity never fell" />}
      />
    </Panel>
  );
}
