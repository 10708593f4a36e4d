"use client";

import { ChartFrame } from "@ballast/ui/charts/chart-frame";
import { formatCount, formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { StatRow } from "@ballast/ui/primitives/stat-row";
import { StatTile } from "@ballast/ui/primitives/stat-tile";
import { useMemo } from "react";
import type { StudyDetail, WalkForwardResultView } from "../shell/answers.ts";
import { curveColumns } from "./curve-columns.ts";
import { FigureTile } from "./figure-tile.tsx";
import { FoldTable } from "./fold-table.tsx";
import { LazyLineChart } from "./lazy-charts.tsx";
import { CURVE_HEIGHT } from "./report-curve.tsx";

const LINES = [{ key: "equity", label: "Out of sample, stitched" }] as const;

/** The stitched curve: only what came after each choice, every fold shaded apart from the next. */
function StitchedCurve({ study, result }: { readonly study: StudyDetail; readonly result: WalkForwardResultView }) {
  const { curve } = result.outOfSample;
  const currency = study.instruments[0]?.split("/")[1] ?? "";
  const rows = useMemo(
    () => curve.map(({ tsMs, equity, drawdown, invested }) => ({ atMs: tsMs, values: { equity }, drawdown: -drawdown, invested })),
    [curve],
  );
  const columns = useMemo(() => curveColumns(currency), [currency]);
  const shaded = result.folds.filter(({ n }) => n % 2 === 1).map(({ n, outOfSample }) => ({ ...outOfSample, label: `fold ${n}` }));
  return (
    <ChartFrame
      title="Out of sample"
      note={`${formatCount(result.folds.length)} folds in a row, every other one shaded; what happened in sample is not in this curve`}
      heightClass={CURVE_HEIGHT}
      columns={columns}
      rows={curve}
      rowKey={(row) => String(row.tsMs)}
      csvName={`walk-forward-${study.id.slice(0, 8)}`}
    >
      {rows.length < 2 ? (
        <EmptyState title="No fold has a curve" />
      ) : (
        <LazyLineChart
          label={`Stitched equity of ${result.folds.length} folds`}
          rows={rows}
          lines={LINES}
          format={(value) => formatFigure(value, 2)}
          hasDrawdown
          shaded={shaded}
          level={{ value: rows[0]?.values.equity ?? 0, text: "start" }}
        />
      )}
    </ChartFrame>
  );
}

/** A walk-forward: the curve that could have been traded, and fold by fold what the choice promised and kept. */
export function WalkForwardResult({ study, result }: { readonly study: StudyDetail; readonly result: WalkForwardResultView }) {
  const { outOfSample, efficiency, points, leftOut, unusedBars, folds } = result;
  const kept = folds.filter((fold) => (fold.outOfSampleSharpe ?? 0) > 0).length;
  return (
    <>
      <StatRow>
        <FigureTile name="sharpe" value={outOfSample.sharpe} note="of the stitched curve" />
        <FigureTile name="totalReturn" value={outOfSample.totalReturn} note="out of sample" />
        <FigureTile name="maxDrawdown" value={outOfSample.maxDrawdown} note="out of sample" />
        <StatTile
          label="Efficiency"
          value={formatPercent(efficiency)}
          note={efficiency === null ? "undefined: no gain in sample" : "Sharpe out ÷ in sample"}
        />
        <StatTile label="Folds that gained" value={`${kept} of ${folds.length}`} note="Sharpe above 0 out of sample" />
        <StatTile
          label="Sets each chose from"
          value={formatCount(points)}
          note={leftOut === 0 ? "the whole grid" : `${formatCount(leftOut)} left out: no strategy`}
        />
        <StatTile label="Bars no fold uses" value={formatCount(unusedBars)} note="the oldest" />
        <StatTile label="Trades" value={formatCount(folds.reduce((sum, fold) => sum + fold.outOfSampleTrades, 0))} note="out of sample" />
      </StatRow>
      <StitchedCurve study={study} result={result} />
      <FoldTable folds={folds} />
    </>
  );
}
