"use client";

import { formatCount, formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { Delta } from "@ballast/ui/primitives/delta";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import type { Column } from "@ballast/ui/table/column";
import type { WalkForwardResultView } from "../shell/answers.ts";
import { parameterName } from "./parameter-words.ts";
import { periodText } from "./study-words.ts";

type FoldRow = WalkForwardResultView["folds"][number];

function chosenText({ chosen }: FoldRow): string {
  if (chosen === null) return "none: stayed in cash";
  const values = Object.entries(chosen).map(([name, value]) => `${parameterName(name)} ${value}`);
  return values.length === 0 ? "the only set" : values.join(", ");
}

const COLUMNS: readonly Column<FoldRow>[] = [
  { key: "n", header: "Fold", align: "right", widthChars: 4, value: (row) => row.n },
  { key: "chosen", header: "Chosen in sample", isFlexible: true, value: chosenText },
  { key: "in", header: "In sample", isWide: true, value: (row) => periodText(row.inSample) },
  { key: "out", header: "Out of sample", isWide: true, value: (row) => periodText(row.outOfSample) },
  { key: "sharpeIn", header: "Sharpe in", align: "right", value: (row) => row.inSampleSharpe ?? undefined, cell: (row) => formatFigure(row.inSampleSharpe, 2) },
  { key: "sharpeOut", header: "Sharpe out", align: "right", value: (row) => row.outOfSampleSharpe ?? undefined, cell: (row) => <Delta amount={String(row.outOfSampleSharpe ?? 0)} text={formatFigure(row.outOfSampleSharpe, 2)} /> },
  { key: "return", header: "Return out", align: "right", isWide: true, value: (row) => row.outOfSampleReturn, cell: (row) => <Delta amount={String(row.outOfSampleReturn)} text={formatPercent(row.outOfSampleReturn, { sign: "always" })} /> },
  { key: "trades", header: "Trades out", align: "right", isWide: true, value: (row) => row.outOfSampleTrades, cell: (row) => formatCount(row.outOfSampleTrades) },
]; // prettier-ignore

/** The ratio in sample beside the one out of sample, fold by fold, as bars to one scale. */
function FoldBars({ folds }: { readonly folds: readonly FoldRow[] }) {
  const reach = folds.reduce(
    (most, fold) => Math.max(most, Math.abs(fold.inSampleSharpe ?? 0), Math.abs(fold.outOfSampleSharpe ?? 0)),
    0.01,
  );
  const bar = (value: number | null, tone: string) => (
    <span className="relative block h-2.5">
      <span className="absolute inset-y-0 left-1/2 w-px bg-line-strong" />
      {value !== null && (
        <span
          className={`absolute inset-y-0 rounded-inner ${tone}`}
          style={{ width: `${(Math.abs(value) / reach) * 50}%`, ...(value < 0 ? { right: "50%" } : { left: "50%" }) }}
        />
      )}
    </span>
  );
  return (
    <ul className="flex flex-col gap-2 border-b border-line p-3 text-12 text-ink-muted">
      <li className="flex gap-4">
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2.5 rounded-inner bg-line-strong" /> Sharpe in sample
        </span>
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2.5 rounded-inner bg-gain-fill" /> out of sample, gain
        </span>
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2.5 rounded-inner bg-loss-fill" /> loss
        </span>
      </li>
      {folds.map((fold) => (
        <li key={fold.n} className="grid grid-cols-[56px_minmax(0,1fr)_112px] items-center gap-2">
          <span>Fold {fold.n}</span>
          <span>
            {bar(fold.inSampleSharpe, "bg-line-strong")}
            {bar(fold.outOfSampleSharpe, (fold.outOfSampleSharpe ?? 0) < 0 ? "bg-loss-fill" : "bg-gain-fill")}
          </span>
          <span className="text-right tabular-nums text-ink">
            {formatFigure(fold.inSampleSharpe, 2)} → {formatFigure(fold.outOfSampleSharpe, 2)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What each fold chose by its own past, and what became of that afterwards. */
export function FoldTable({ folds }: { readonly folds: readonly FoldRow[] }) {
  return (
    <Panel title="Folds" note="each chooses its parameters on its own training stretch and nothing else" isFlush>
      <FoldBars folds={folds} />
      <DataTable
        caption="Folds"
        isMain
        columns={COLUMNS}
        rows={folds}
        rowKey={(row) => String(row.n)}
        hasToolbar={false}
        empty={<EmptyState title="No fold fits this period" />}
      />
    </Panel>
  );
}
