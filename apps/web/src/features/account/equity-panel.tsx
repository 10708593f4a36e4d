"use client";

import { ChartFrame } from "@ballast/ui/charts/chart-frame";
import { formatUtc } from "@ballast/ui/format/time";
import { unitsToDecimal, unitsToNumber } from "@ballast/ui/format/units";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import type { Column } from "@ballast/ui/table/column";
import dynamic from "next/dynamic";
import { useMemo, type ReactNode } from "react";
import type { AccountEquity } from "../../server/contract/account.ts";
import { amountText } from "../shell/money-text.ts";

/** Recharts is most of a page's script: it comes only where a curve is shown. */
const EquityCurve = dynamic(() => import("@ballast/ui/charts/equity-curve").then((file) => file.EquityCurve), {
  ssr: false,
  loading: () => <Skeleton className="size-full" />,
});

export const EQUITY_HEIGHT = "h-64";

type EquityPanelProps = {
  readonly title: string;
  readonly note?: ReactNode;
  readonly asset: string;
  readonly scale: number;
  readonly points: readonly { readonly atMs: number; readonly units: string }[];
  /** What it started with, in units; undefined where the curve adds up accounts that began at different times. */
  readonly start: string | undefined;
  readonly csvName: string;
  readonly gaps?: AccountEquity["gaps"];
};

type EquityNoteProps = { readonly gaps: AccountEquity["gaps"]; readonly children: ReactNode };

/** What the line is made of, said beside it: where it breaks, nothing was marked. */
export function EquityNote({ gaps, children }: EquityNoteProps) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {children}
      <span className="text-ink-muted">
        Marked at every close, downtime too
        {gaps.length > 0 && `; broken where ${gaps.length === 1 ? "an outage" : `${gaps.length} outages`} left no mark`}
      </span>
    </span>
  );
}

type Row = { readonly atMs: number; readonly units: string };

/** Equity over time with its drawdown, as a curve, a table and a CSV. */
export function EquityPanel({ title, note, asset, scale, points, start, csvName, gaps }: EquityPanelProps) {
  const curve = useMemo(() => points.map(({ atMs, units }) => ({ atMs, value: unitsToNumber({ units, scale }) ?? 0 })), [points, scale]);
  const newestFirst = useMemo(() => [...points].reverse(), [points]);
  const columns = useMemo<readonly Column<Row>[]>(
    () => [
      { key: "at", header: "Close", unit: "UTC", value: (row) => formatUtc(row.atMs) },
      {
        key: "equity",
        header: "Equity",
        unit: asset,
        align: "right",
        value: (row) => unitsToDecimal({ units: row.units, scale }),
        cell: (row) => amountText({ units: row.units, asset, scale }),
      },
    ],
    [asset, scale],
  );
  return (
    <ChartFrame
      title={title}
      note={gaps === undefined ? note : <EquityNote gaps={gaps}>{note}</EquityNote>}
      heightClass={EQUITY_HEIGHT}
      columns={columns}
      rows={newestFirst}
      rowKey={(row) => String(row.atMs)}
      csvName={csvName}
    >
      {curve.length < 2 ? (
        <EmptyState title="The curve begins with the second close" />
      ) : (
        <EquityCurve
          label={`${title}: ${curve.length} points, the last at ${amountText({ units: points.at(-1)?.units ?? "0", asset, scale })} ${asset}`}
          points={curve}
          start={start === undefined ? undefined : unitsToNumber({ units: start, scale })}
          asset={asset}
          {...(gaps === undefined ? {} : { gaps })}
        />
      )}
    </ChartFrame>
  );
}
