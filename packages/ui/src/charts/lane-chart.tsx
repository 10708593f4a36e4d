"use client";

import { useMemo, useState, type KeyboardEvent, type PointerEvent } from "react";
import { niceTicks, shortAmount, timeLabel, timeTicks } from "./curve/axis.ts";
import { laneRuns, pathOf, type LanePoint } from "./lane/lane-runs.ts";

export type Lane = {
  readonly key: string;
  readonly label: string;
  /** A CSS colour: it repeats what the lane's place and label say. */
  readonly colour: string;
};

type LaneChartProps = {
  /** Names the picture for who can't see it. */
  readonly label: string;
  readonly lanes: readonly Lane[];
  readonly points: readonly LanePoint[];
  /** The reading under the pointer or the arrow keys, in words. */
  readonly readout: (index: number) => string;
};

const WIDTH = 1_000;
const PRICE_HEIGHT = 200;
const TICKS = 4;
const TIME_TICKS = 4;

function indexUnder(event: PointerEvent<HTMLElement>, count: number): number {
  const box = event.currentTarget.getBoundingClientRect();
  return Math.max(0, Math.min(count - 1, Math.round(((event.clientX - box.left) / box.width) * (count - 1))));
}

/**
 * A line over lanes: which state held when, each state on a lane of its own, so that it is told by
 * place and name and the colour only repeats it. Plain SVG that stretches with its frame.
 */
export function LaneChart({ label, lanes, points, readout }: LaneChartProps) {
  const [picked, setPicked] = useState<number | undefined>(undefined);
  const shapes = useMemo(() => {
    const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
    const ticks = values.length === 0 ? [] : niceTicks(Math.min(...values), Math.max(...values), TICKS);
    return {
      ticks,
      runs: laneRuns(points),
      path: pathOf(points, { low: ticks[0] ?? 0, high: ticks.at(-1) ?? 1, width: WIDTH, height: PRICE_HEIGHT }),
    };
  }, [points]);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const spanMs = Math.max(1, last.atMs - first.atMs);
  const placeOf = (atMs: number): number => ((atMs - first.atMs) / spanMs) * 100;
  const index = Math.min(picked ?? points.length - 1, points.length - 1);
  const move = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    setPicked(Math.max(0, Math.min(points.length - 1, index + step)));
  };
  const [low, high] = [shapes.ticks[0] ?? 0, shapes.ticks.at(-1) ?? 1];
  return (
    <div className="flex h-full flex-col gap-1">
      <output className="min-h-5 truncate text-12 text-ink-muted" aria-live="polite">
        {readout(index)}
      </output>
      <div className="grid min-h-0 flex-1 grid-cols-[64px_minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto_18px] gap-x-2 text-12 text-ink-faint">
        <div className="relative">
          {shapes.ticks.map((tick) => (
            <span
              key={tick}
              className="absolute right-0 -translate-y-1/2 tabular-nums"
              style={{ top: `${(1 - (tick - low) / (high - low)) * 100}%` }}
            >
              {shortAmount(tick)}
            </span>
          ))}
        </div>
        <div
          role="slider"
          tabIndex={0}
          aria-label={`${label}: arrow keys read it point by point`}
          aria-valuemin={0}
          aria-valuemax={points.length - 1}
          aria-valuenow={index}
          aria-valuetext={readout(index)}
          className="relative min-h-0"
          onKeyDown={move}
          onPointerMove={(event) => setPicked(indexUnder(event, points.length))}
          onPointerLeave={() => setPicked(undefined)}
        >
          <svg
            aria-hidden="true"
            viewBox={`0 0 ${WIDTH} ${PRICE_HEIGHT}`}
            preserveAspectRatio="none"
            className="absolute inset-0 size-full"
          >
            {shapes.runs.map(({ lane, fromMs, toMs }) => (
              <rect
                key={fromMs}
                x={placeOf(fromMs) * 10}
                width={Math.max(1, (placeOf(toMs) - placeOf(fromMs)) * 10)}
                height={PRICE_HEIGHT}
                fill={lanes.find(({ key }) => key === lane)?.colour ?? "none"}
                opacity={0.14}
              />
            ))}
            <path d={shapes.path} fill="none" stroke="var(--ink)" strokeWidth={1.25} vectorEffect="non-scaling-stroke" />
          </svg>
          <span
            aria-hidden="true"
            className="absolute inset-y-0 w-px bg-line-strong"
            style={{ left: `${placeOf(points[index]?.atMs ?? first.atMs)}%` }}
          />
        </div>
        <div className="flex flex-col pt-1.5">
          {lanes.map(({ key, label: name }) => (
            <span key={key} className="h-4 text-right leading-4">
              {name}
            </span>
          ))}
        </div>
        <div aria-hidden="true" className="flex flex-col pt-1.5">
          {lanes.map(({ key, colour }) => (
            <span key={key} className="relative h-4 border-b border-line">
              {shapes.runs
                .filter(({ lane }) => lane === key)
                .map(({ fromMs, toMs }) => (
                  <span
                    key={fromMs}
                    className="absolute inset-y-0.5 min-w-0.5"
                    style={{ left: `${placeOf(fromMs)}%`, width: `${placeOf(toMs) - placeOf(fromMs)}%`, background: colour }}
                  />
                ))}
            </span>
          ))}
        </div>
        <span />
        <div className="relative">
          {timeTicks(first.atMs, last.atMs, TIME_TICKS).map((atMs) => (
            <span key={atMs} className="absolute top-0.5 -translate-x-1/2" style={{ left: `${placeOf(atMs)}%` }}>
              {timeLabel(atMs, spanMs)}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
