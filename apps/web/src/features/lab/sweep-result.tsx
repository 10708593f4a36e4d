"use client";

import { formatCount, formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { StatRow } from "@ballast/ui/primitives/stat-row";
import { StatTile } from "@ballast/ui/primitives/stat-tile";
import type { Column } from "@ballast/ui/table/column";
import type { StudyDetail, SweepResultView } from "../shell/answers.ts";
import { useAddress } from "../shell/use-address.ts";
import { FigureTile } from "./figure-tile.tsx";
import { parameterName } from "./parameter-words.ts";
import { SweepPanel } from "./sweep-panel.tsx";

type Judged = SweepResultView["best"][number];

function columnsOf(names: readonly string[]): readonly Column<Judged>[] {
  return [
    ...names.map((name): Column<Judged> => ({ key: name, header: parameterName(name), align: "right", value: (row) => row.parameters[name] })),
    { key: "sharpe", header: "Sharpe", align: "right", value: (row) => row.metrics.sharpe ?? undefined, cell: (row) => formatFigure(row.metrics.sharpe, 2) },
    { key: "deflated", header: "Deflated", align: "right", value: (row) => row.deflatedSharpe ?? undefined, cell: (row) => formatPercent(row.deflatedSharpe) },
    { key: "return", header: "Return", align: "right", isWide: true, value: (row) => row.metrics.totalReturn ?? undefined, cell: (row) => formatPercent(row.metrics.totalReturn, { sign: "always" }) },
    { key: "drawdown", header: "Drawdown", align: "right", isWide: true, value: (row) => row.metrics.maxDrawdown, cell: (row) => formatPercent(row.metrics.maxDrawdown) },
    { key: "trades", header: "Trades", align: "right", isWide: true, value: (row) => row.metrics.trades, cell: (row) => formatCount(row.metrics.trades) },
  ]; // prettier-ignore
}

/** A sweep: where the good sets lie, whether they lie together, and what the best is worth once all are counted. */
export function SweepResult({ study, result }: { readonly study: StudyDetail; readonly result: SweepResultView }) {
  const address = useAddress();
  const { best, overfitting, points, leftOut } = result;
  const [first] = best;
  const slope = overfitting?.degradation?.slope ?? null;
  return (
    <>
      <StatRow>
        <FigureTile name="sharpe" value={first?.metrics.sharpe ?? null} note="of the best set" />
        <FigureTile name="totalReturn" value={first?.metrics.totalReturn ?? null} note="of the best set" />
        <FigureTile name="maxDrawdown" value={first?.metrics.maxDrawdown ?? null} note="of the best set" />
        <StatTile
          label="Sets tried"
          value={formatCount(points)}
          note={leftOut === 0 ? "the whole grid" : `${formatCount(leftOut)} left out: no strategy`}
        />
        <StatTile
          label="Best loses afterwards"
          value={formatPercent(overfitting?.lossProbability)}
          note={overfitting === null ? "undefined: too few sets" : "of the halves of the period"}
        />
        <StatTile
          label="Slope out on in sample"
          value={formatFigure(slope, 2)}
          note={slope === null ? "undefined: too few sets" : slope < 0 ? "better in sample, worse after" : "better in sample, better after"}
        />
        <FigureTile name="trades" value={first?.metrics.trades ?? null} note="of the best set" />
        <FigureTile name="exposure" value={first?.metrics.exposure ?? null} note="of the best set" />
      </StatRow>
      <SweepPanel study={study} />
      <Panel title="Best sets" note="by Sharpe; deflated by every trial on this dataset" isFlush>
        <DataTable
          caption="Best sets"
          isMain
          columns={columnsOf(Object.keys(result.grid))}
          rows={best}
          rowKey={(row) => String(row.point)}
          onOpen={(row) => address.replace({ point: String(row.point) })}
          hasToolbar={false}
          empty={<EmptyState title="No set has a ratio">None of them ever moved its equity.</EmptyState>}
        />
      </Panel>
    </>
  );
}
