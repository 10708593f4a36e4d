"use client";

import { Download } from "lucide-react";
import { Suspense, useState, type ReactNode } from "react";
import { Button } from "../primitives/button.tsx";
import { Panel } from "../primitives/panel.tsx";
import { SegmentedControl } from "../primitives/segmented-control.tsx";
import { Skeleton } from "../primitives/skeleton.tsx";
import type { Column } from "../table/column.ts";
import { rowsToCsv } from "../table/rows-to-csv.ts";
import { saveText } from "../table/save-text.ts";
import { LazyDataTable } from "./lazy-data-table.tsx";

type ChartFrameProps<Row> = {
  readonly title: string;
  readonly note?: ReactNode;
  /** Controls of the chart's own, before the view switch. */
  readonly actions?: ReactNode;
  /** Fixed, so that nothing moves while the chart or its data come. A class such as `h-80`. */
  readonly heightClass: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly csvName: string;
  readonly children: ReactNode;
};

const VIEWS = [
  { value: "chart", label: "Chart" },
  { value: "table", label: "Table" },
] as const;

/** Every chart can be read as a table and taken along as CSV: the picture is never the only form of its data. */
export function ChartFrame<Row>({ title, note, actions, heightClass, columns, rows, rowKey, csvName, children }: ChartFrameProps<Row>) {
  const [view, setView] = useState<"chart" | "table">("chart");
  const controls = (
    <>
      {actions}
      <SegmentedControl label={`View of ${title}`} segments={VIEWS} value={view} onChange={setView} />
      <Button
        tone="quiet"
        size="dense"
        isIcon
        aria-label={`Export ${title} as CSV`}
        title="Export as CSV"
        onClick={() => saveText(`${csvName}.csv`, rowsToCsv(rows, columns))}
      >
        <Download aria-hidden="true" />
      </Button>
    </>
  );
  return (
    <Panel title={title} note={note} actions={controls} isFlush>
      <div className={heightClass}>
        {view === "chart" ? (
          <div className="h-full p-2">{children}</div>
        ) : (
          <Suspense fallback={<Skeleton className="size-full" />}>
            <LazyDataTable caption={title} columns={columns} rows={rows} rowKey={rowKey} hasToolbar={false} className="h-full" />
          </Suspense>
        )}
      </div>
    </Panel>
  );
}
