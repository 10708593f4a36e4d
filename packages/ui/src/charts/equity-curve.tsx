"use client";

import { useMemo } from "react";
import { Area, AreaChart, CartesianGrid, ReferenceDot, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { formatPercent } from "../format/ratio.ts";
import { niceTicks, shortAmount, timeLabel, timeTicks } from "./curve/axis.ts";
import { CurveLabel } from "./curve/curve-label.tsx";
import { LineLabel } from "./curve/line-label.tsx";
import { CurveTooltip } from "./curve/curve-tooltip.tsx";
import {
  breakAtGaps,
  deepestDrawdown,
  thinRows,
  toEquityRows,
  type CurveGap,
  type EquityPoint,
  type EquityRow,
} from "./curve/equity-rows.ts";

type EquityCurveProps = {
  readonly label: string;
  readonly points: readonly EquityPoint[];
  /** What it started with: the line that parts gain from loss. */
  readonly start: number | undefined;
  readonly asset: string;
  /** Where nothing is known the line breaks; both ends are points. */
  readonly gaps?: readonly CurveGap[];
};

const NO_GAPS: readonly CurveGap[] = [];

const ROWS_MAX = 600;
const AXIS_PX = 56;
const TICKS = 4;
const TICK_STYLE = { fill: "var(--ink-muted)", fontSize: 12 };
const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
/** Both panes share the pointer, and take the size of their boxes. */
const FRAME = { syncId: "equity", accessibilityLayer: false, responsive: true, style: { width: "100%", height: "100%" } };
const CURSOR = { stroke: "var(--line-strong)", strokeWidth: 1 };

function rowOf(payload: unknown): EquityRow | undefined {
  const isRow = typeof payload === "object" && payload !== null && "atMs" in payload && "value" in payload && "drawdown" in payload;
  if (!isRow || typeof payload.atMs !== "number" || typeof payload.value !== "number") return undefined;
  return { atMs: payload.atMs, value: payload.value, drawdown: typeof payload.drawdown === "number" ? payload.drawdown : undefined };
}

/** Equity, and beneath it on the same time axis how far it stood below its highest. The box's height is its parent's. */
export function EquityCurve({ label, points, start, asset, gaps = NO_GAPS }: EquityCurveProps) {
  const rows = useMemo(() => thinRows(toEquityRows(points), ROWS_MAX), [points]);
  const drawn = useMemo(() => [...breakAtGaps(rows, gaps)], [rows, gaps]);
  const values = rows.map((row) => row.value);
  const [fromMs, toMs] = [rows[0]?.atMs ?? 0, rows.at(-1)?.atMs ?? 0];
  const equityTicks = niceTicks(
    Math.min(...values, start ?? Number.POSITIVE_INFINITY),
    Math.max(...values, start ?? Number.NEGATIVE_INFINITY),
    TICKS,
  );
  const deepest = deepestDrawdown(rows) ?? 0;
  const drawdownTicks = niceTicks(Math.min(deepest, -0.01), 0, 2);
  const timeAxis = {
    dataKey: "atMs",
    type: "number",
    scale: "time",
    domain: [fromMs, toMs],
    ticks: [...timeTicks(fromMs, toMs, 6)],
  } as const;
  const last = rows.at(-1);
  const deepestRow = rows.find((row) => row.drawdown === deepest && deepest < 0);
  return (
    <figure role="img" aria-label={label} className="m-0 flex h-full flex-col">
      <div className="min-h-0 flex-[3]">
        <AreaChart {...FRAME} data={drawn} margin={MARGIN}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis {...timeAxis} hide />
          <YAxis
            domain={[equityTicks[0] ?? 0, equityTicks.at(-1) ?? 1]}
            ticks={[...equityTicks]}
            tickFormatter={shortAmount}
            width={AXIS_PX}
            tick={TICK_STYLE}
            axisLine={false}
            tickLine={false}
          />
          {start !== undefined && (
            <ReferenceLine
              y={start}
              stroke="var(--line-strong)"
              strokeDasharray="4 3"
              label={<LineLabel text={`start ${shortAmount(start)}`} />}
            />
          )}
          <Tooltip
            cursor={CURSOR}
            isAnimationActive={false}
            content={({ payload }) => <CurveTooltip row={rowOf(payload[0]?.payload)} asset={asset} />}
          />
          <Area dataKey="value" stroke="var(--series-1)" strokeWidth={1.5} fill="none" dot={false} isAnimationActive={false} />
          {last !== undefined && (
            <ReferenceDot
              x={last.atMs}
              y={last.value}
              r={3}
              fill="var(--series-1)"
              stroke="var(--surface)"
              label={<CurveLabel text="equity" colour="var(--series-1)" dyPx={-10} isBefore />}
            />
          )}
        </AreaChart>
      </div>
      <div className="min-h-0 flex-[1.3]">
        <AreaChart {...FRAME} data={drawn} margin={{ ...MARGIN, top: 4 }}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis
            {...timeAxis}
            tickFormatter={(atMs: number) => timeLabel(atMs, toMs - fromMs)}
            tick={TICK_STYLE}
            axisLine={{ stroke: "var(--line)" }}
            tickLine={false}
            height={22}
          />
          <YAxis
            domain={[drawdownTicks[0] ?? -0.01, 0]}
            ticks={[...drawdownTicks]}
            tickFormatter={(ratio: number) => formatPercent(ratio)}
            width={AXIS_PX}
            tick={TICK_STYLE}
            axisLine={false}
            tickLine={false}
          />
          <Tooltip cursor={CURSOR} isAnimationActive={false} content={() => null} />
          <ReferenceLine y={0} stroke="var(--line-strong)" />
          <Area
            dataKey="drawdown"
            stroke="var(--loss-fill)"
            strokeWidth={1}
            fill="var(--loss-fill)"
            fillOpacity={0.18}
            dot={false}
            isAnimationActive={false}
            baseValue={0}
          />
          {deepestRow !== undefined && (
            <ReferenceDot
              x={deepestRow.atMs}
              y={deepest}
              r={2.5}
              fill="var(--loss-fill)"
              stroke="none"
              label={
                <CurveLabel
                  text={`deepest ${formatPercent(deepest)}`}
                  colour="var(--loss)"
                  dyPx={4}
                  isBefore={deepestRow.atMs - fromMs > (toMs - fromMs) / 2}
                />
              }
            />
          )}
        </AreaChart>
      </div>
    </figure>
  );
}
