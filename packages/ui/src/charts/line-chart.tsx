"use client";

import { useMemo } from "react";
import { Area, AreaChart, CartesianGrid, ReferenceArea, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { formatPercent } from "../format/ratio.ts";
import { niceTicks, shortAmount, timeLabel, timeTicks } from "./curve/axis.ts";
import { LineLabel } from "./curve/line-label.tsx";
import { LineLegend } from "./curve/line-legend.tsx";
import { lineColour, rangeOf, type Line, type LineRow } from "./curve/line-rows.ts";
import { LineTooltip } from "./curve/line-tooltip.tsx";

/** A stretch that is told apart: out of sample from in sample. */
export type ShadedStretch = { readonly fromMs: number; readonly toMs: number; readonly label: string };

type LineChartProps = {
  readonly label: string;
  readonly rows: readonly LineRow[];
  readonly lines: readonly Line[];
  /** How a value is written under the pointer and beside the name of its line. */
  readonly format: (value: number | null) => string;
  /** The level that parts gain from loss, with its name. */
  readonly level?: { readonly value: number; readonly text: string };
  readonly hasDrawdown?: boolean;
  readonly hasInvested?: boolean;
  readonly shaded?: readonly ShadedStretch[];
};

const AXIS_PX = 56;
const TICKS = 4;
const TICK_STYLE = { fill: "var(--ink-muted)", fontSize: 12 };
const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const FRAME = { accessibilityLayer: false, responsive: true, style: { width: "100%", height: "100%" } };
const CURSOR = { stroke: "var(--line-strong)", strokeWidth: 1 };
const QUIET = { isAnimationActive: false, dot: false } as const;
const PLAIN_AXIS = { tick: TICK_STYLE, axisLine: false, tickLine: false, width: AXIS_PX } as const;

type PaneProps = {
  readonly rows: readonly LineRow[];
  readonly syncId: string;
  readonly timeAxis: object;
  readonly isLast: boolean;
  readonly spanMs: number;
};

function timeProps({ isLast, spanMs }: Pick<PaneProps, "isLast" | "spanMs">) {
  if (!isLast) return { hide: true } as const;
  return {
    tickFormatter: (atMs: number) => timeLabel(atMs, spanMs),
    tick: TICK_STYLE,
    axisLine: { stroke: "var(--line)" },
    tickLine: false,
    height: 22,
  } as const;
}

/** How far the first line stood below its highest. */
function DrawdownPane({ rows, syncId, timeAxis, isLast, spanMs }: PaneProps) {
  const deepest = rows.reduce((worst, { drawdown }) => Math.min(worst, drawdown ?? 0), 0);
  const ticks = niceTicks(Math.min(deepest, -0.01), 0, 2);
  return (
    <AreaChart {...FRAME} syncId={syncId} data={[...rows]} margin={{ ...MARGIN, top: 4 }}>
      <CartesianGrid stroke="var(--line)" vertical={false} />
      <XAxis {...timeAxis} {...timeProps({ isLast, spanMs })} />
      <YAxis domain={[ticks[0] ?? -0.01, 0]} ticks={[...ticks]} tickFormatter={(ratio: number) => formatPercent(ratio)} {...PLAIN_AXIS} />
      <Tooltip cursor={CURSOR} isAnimationActive={false} content={() => null} />
      <ReferenceLine y={0} stroke="var(--line-strong)" />
      <Area
        {...QUIET}
        dataKey="drawdown"
        stroke="var(--loss-fill)"
        strokeWidth={1}
        fill="var(--loss-fill)"
        fillOpacity={0.18}
        baseValue={0}
      />
    </AreaChart>
  );
}

/** How much of the worth was in the market. */
function InvestedPane({ rows, syncId, timeAxis, isLast, spanMs }: PaneProps) {
  return (
    <AreaChart {...FRAME} syncId={syncId} data={[...rows]} margin={{ ...MARGIN, top: 4 }}>
      <XAxis {...timeAxis} {...timeProps({ isLast, spanMs })} />
      <YAxis domain={[0, 1]} ticks={[0, 1]} tickFormatter={(ratio: number) => formatPercent(ratio)} {...PLAIN_AXIS} />
      <Tooltip cursor={CURSOR} isAnimationActive={false} content={() => null} />
      <Area
        {...QUIET}
        type="stepAfter"
        dataKey="invested"
        stroke="var(--series-4)"
        strokeWidth={1}
        fill="var(--series-4)"
        fillOpacity={0.2}
      />
    </AreaChart>
  );
}

/** Up to five lines over time, and beneath them on the same axis the drawdown and the exposure of the first. The box's height is its parent's. */
export function LineChart({ label, rows, lines, format, level, hasDrawdown = false, hasInvested = false, shaded = [] }: LineChartProps) {
  const range = useMemo(() => rangeOf(rows, lines), [rows, lines]);
  const [fromMs, toMs] = [rows[0]?.atMs ?? 0, rows.at(-1)?.atMs ?? 0];
  const spanMs = toMs - fromMs;
  const ticks = niceTicks(
    Math.min(range?.low ?? 0, level?.value ?? Infinity),
    Math.max(range?.high ?? 1, level?.value ?? -Infinity),
    TICKS,
  );
  const timeAxis = {
    dataKey: "atMs",
    type: "number",
    scale: "time",
    domain: [fromMs, toMs],
    ticks: [...timeTicks(fromMs, toMs, 6)],
  } as const;
  const pane = { rows, syncId: label, timeAxis, spanMs };
  const isAlone = !hasDrawdown && !hasInvested;
  return (
    <figure role="img" aria-label={label} className="m-0 flex h-full flex-col">
      <LineLegend rows={rows} lines={lines} format={format} />
      <div className="min-h-0 flex-[3]">
        <AreaChart {...FRAME} syncId={label} data={[...rows]} margin={MARGIN}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis {...timeAxis} {...timeProps({ isLast: isAlone, spanMs })} />
          <YAxis domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]} ticks={[...ticks]} tickFormatter={shortAmount} {...PLAIN_AXIS} />
          {shaded.map((stretch) => (
            <ReferenceArea
              key={stretch.fromMs}
              x1={Math.max(stretch.fromMs, fromMs)}
              x2={Math.min(stretch.toMs, toMs)}
              fill="var(--series-1)"
              fillOpacity={0.06}
              stroke="var(--line)"
            />
          ))}
          {level !== undefined && (
            <ReferenceLine y={level.value} stroke="var(--line-strong)" strokeDasharray="4 3" label={<LineLabel text={level.text} />} />
          )}
          <Tooltip
            cursor={CURSOR}
            isAnimationActive={false}
            content={({ label: atMs }) => <LineTooltip row={rows.find((row) => row.atMs === atMs)} lines={lines} format={format} />}
          />
          {lines.map(({ key, isDashed }, index) => (
            <Area
              {...QUIET}
              key={key}
              dataKey={(row: LineRow) => row.values[key] ?? null}
              fill="none"
              stroke={lineColour(index)}
              strokeWidth={index === 0 ? 1.75 : 1.25}
              {...(isDashed === true ? { strokeDasharray: "5 4" } : {})}
            />
          ))}
        </AreaChart>
      </div>
      {hasDrawdown && (
        <div className="min-h-0 flex-[1.1]">
          <DrawdownPane {...pane} isLast={!hasInvested} />
        </div>
      )}
      {hasInvested && (
        <div className="min-h-0 flex-[0.8]">
          <InvestedPane {...pane} isLast />
        </div>
      )}
    </figure>
  );
}
