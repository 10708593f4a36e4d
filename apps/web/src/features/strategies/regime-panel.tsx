"use client";

import { formatDuration } from "@ballast/ui/format/duration";
import { formatPrice } from "@ballast/ui/format/money";
import { formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { formatUtc } from "@ballast/ui/format/time";
import { ChartFrame } from "@ballast/ui/charts/chart-frame";
import { LaneChart, type Lane } from "@ballast/ui/charts/lane-chart";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Select } from "@ballast/ui/primitives/select";
import type { Column } from "@ballast/ui/table/column";
import { useMemo, type ReactNode } from "react";
import type { RegimeHistory, RegimePoint } from "../shell/answers.ts";
import { RegimeChangeTable } from "./regime-change-table.tsx";
import { RegimeMark } from "./regime-mark.tsx";
import { REGIME_WORDS, regimeWord, trendWord } from "./regime-words.ts";
import { SPANS, type Span } from "./use-regime.ts";

const LANES: readonly Lane[] = [
  { key: "RISK_ON", label: REGIME_WORDS.RISK_ON.word, colour: "var(--teal-fill)" },
  { key: "NEUTRAL", label: REGIME_WORDS.NEUTRAL.word, colour: "var(--series-4)" },
  { key: "RISK_OFF", label: REGIME_WORDS.RISK_OFF.word, colour: "var(--warn-line)" },
  { key: "PANIC", label: REGIME_WORDS.PANIC.word, colour: "var(--halt-solid)" },
];

const priceText = (close: number): string => formatPrice(close.toFixed(8));

function columnsOf(benchmark: string): readonly Column<RegimePoint>[] {
  return [
    { key: "at", header: "Close", unit: "UTC", value: (row) => formatUtc(row.closeMs) },
    { key: "regime", header: "Regime", value: (row) => regimeWord(row.regime), cell: (row) => <RegimeMark regime={row.regime} /> },
    { key: "close", header: benchmark, align: "right", value: (row) => row.close, cell: (row) => priceText(row.close) },
    { key: "index", header: "Volatility index", unit: "points", align: "right", value: (row) => row.volatilityIndex, cell: (row) => formatFigure(row.volatilityIndex, 1) },
    { key: "trend", header: "Trend", isWide: true, value: (row) => trendWord(row.trend) },
    { key: "confidence", header: "Confidence", align: "right", isWide: true, value: (row) => row.confidence, cell: (row) => formatPercent(row.confidence) },
  ]; // prettier-ignore
}

type RegimePanelProps = {
  readonly history: RegimeHistory;
  readonly span: Span;
  readonly onSpan: (span: Span) => void;
  /** What stands beside the picture where there is room, and below it where there is none. */
  readonly beside: ReactNode;
};

/** Which weather the market was in while its benchmark went where it went, and when it turned. */
export function RegimePanel({ history, span, onSpan, beside }: RegimePanelProps) {
  const { points, changes, benchmark, everyMs, timeframeMs } = history;
  const drawn = useMemo(() => points.map(({ closeMs, regime, close }) => ({ atMs: closeMs, lane: regime, value: close })), [points]);
  const columns = useMemo(() => columnsOf(benchmark), [benchmark]);
  const readout = (index: number): string => {
    const point = points[index];
    if (point === undefined) return "";
    return `${formatUtc(point.closeMs)} · ${regimeWord(point.regime)} · ${benchmark} ${priceText(point.close)} · index ${formatFigure(point.volatilityIndex, 1)} · ${trendWord(point.trend)}`;
  };
  const note =
    everyMs === timeframeMs ? "Every close." : `Each point is ${formatDuration(everyMs)}, in the most defensive regime of that time.`;
  const picture = (
    <ChartFrame
      title="Regime history"
      note={note}
      actions={
        <Select
          label="Period"
          value={span}
          options={SPANS}
          onChange={(value) => onSpan(SPANS.find((one) => one.value === value)?.value ?? "quarter")}
        />
      }
      heightClass="h-80"
      columns={columns}
      rows={points}
      rowKey={({ closeMs }) => String(closeMs)}
      csvName={`regimes-${benchmark.replace("/", "-").toLowerCase()}`}
    >
      {points.length === 0 ? (
        <EmptyState title="No regime yet">
          It warms up over 30 days of bars, and is sealed once an account runs governed strategies.
        </EmptyState>
      ) : (
        <LaneChart label="Regime history" lanes={LANES} points={drawn} readout={readout} />
      )}
    </ChartFrame>
  );
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 xl:grid-cols-[minmax(0,1fr)_22rem]">
        {picture}
        {beside}
      </div>
      <RegimeChangeTable changes={changes} period={span} />
    </>
  );
}
