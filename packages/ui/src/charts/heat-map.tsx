"use client";

import { clsx } from "clsx";
import { useMemo, useRef, type KeyboardEvent } from "react";
import { cellKey, heatLevel, heatTable, type HeatAxes, type HeatCell, type HeatPoints, type HeatTable } from "./heat/heat-cells.ts";

type HeatMapProps = HeatAxes & {
  readonly label: string;
  readonly points: HeatPoints;
  readonly metric: string;
  readonly isLowerBetter: boolean;
  readonly format: (value: number | null) => string;
  /** How an axis is called. */
  readonly axisName: (parameter: string) => string;
  /** Index of the point whose numbers are shown. */
  readonly picked: number | undefined;
  readonly onPick: (index: number) => void;
};

/** Beyond so many columns a cell has no room for its figure; the colour and the panel beside it tell. */
const FIGURES_COLUMNS_MAX = 14;
const STEPS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** The colour of a level: gain or loss, as strong as the value is far from nothing. Text on it stays ink. */
function groundOf(level: number): string {
  const colour = level < 0 ? "var(--loss-fill)" : "var(--gain-fill)";
  return `color-mix(in oklab, ${colour} ${Math.round(Math.min(1, Math.abs(level)) * 45)}%, var(--surface))`;
}

/** The cell that the arrow leads to, over sets that the grid left out. */
function neighbour(table: HeatTable, from: HeatCell, [stepX, stepY]: readonly [number, number]): HeatCell | undefined {
  let [column, row] = [table.xs.indexOf(from.x) + stepX, table.ys.indexOf(from.y) + stepY];
  for (;;) {
    const [x, y] = [table.xs[column], table.ys[row]];
    if (x === undefined || y === undefined) return undefined;
    const cell = table.cells.get(cellKey(x, y));
    if (cell?.index !== undefined) return cell;
    [column, row] = [column + stepX, row + stepY];
  }
}

/** A grid of results along two of its parameters. One cell is picked: by pointer, or by arrows once the focus is in it. */
export function HeatMap({ label, points, x, y, metric, isLowerBetter, format, axisName, picked, onPick }: HeatMapProps) {
  const hostRef = useRef<HTMLTableElement>(null);
  const table = useMemo(() => heatTable(points, { x, y, metric, isLowerBetter }), [points, x, y, metric, isLowerBetter]);
  const cells = [...table.cells.values()];
  const current =
    cells.find(({ index }) => index === picked) ?? cells.find((cell) => hasPicked(points, { x, y, picked }, cell)) ?? cells[0];
  const hasFigures = table.xs.length <= FIGURES_COLUMNS_MAX;
  const pick = (cell: HeatCell): void => {
    if (cell.index !== undefined) onPick(cell.index);
    requestAnimationFrame(() => hostRef.current?.querySelector<HTMLElement>(`[data-cell="${cellKey(cell.x, cell.y)}"]`)?.focus());
  };
  const onKey = (event: KeyboardEvent<HTMLElement>): void => {
    const step = STEPS[event.key];
    const next = step === undefined || current === undefined ? undefined : neighbour(table, current, step);
    if (next === undefined) return;
    event.preventDefault();
    pick(next);
  };
  return (
    <div className="h-full overflow-auto">
      <table ref={hostRef} aria-label={label} className="h-full w-full border-separate border-spacing-0.5 text-12" onKeyDown={onKey}>
        <thead>
          <tr>
            <th scope="col" className="px-1 text-right font-normal whitespace-nowrap text-ink-faint">
              {axisName(y)} ↓ {axisName(x)} →
            </th>
            {table.xs.map((value) => (
              <th key={value} scope="col" className="px-1 font-medium text-ink-muted">
                {value}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.ys.map((valueY) => (
            <tr key={valueY}>
              <th scope="row" className="px-1 text-right font-medium text-ink-muted">
                {valueY}
              </th>
              {table.xs.map((valueX) => (
                <Cell
                  key={valueX}
                  cell={table.cells.get(cellKey(valueX, valueY))}
                  table={table}
                  isLowerBetter={isLowerBetter}
                  isCurrent={current?.x === valueX && current.y === valueY}
                  text={hasFigures ? format : undefined}
                  name={(cell) => `${axisName(x)} ${cell.x}, ${axisName(y)} ${cell.y}: ${format(cell.value)}`}
                  onPick={pick}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Whether the picked point falls into a cell whose best is another point. */
function hasPicked(points: HeatPoints, of: HeatAxes & { readonly picked: number | undefined }, cell: HeatCell): boolean {
  if (of.picked === undefined) return false;
  return points.parameters[of.x]?.[of.picked] === cell.x && points.parameters[of.y]?.[of.picked] === cell.y;
}

type CellProps = {
  readonly cell: HeatCell | undefined;
  readonly table: HeatTable;
  readonly isLowerBetter: boolean;
  readonly isCurrent: boolean;
  readonly text: ((value: number | null) => string) | undefined;
  readonly name: (cell: HeatCell) => string;
  readonly onPick: (cell: HeatCell) => void;
};

function Cell({ cell, table, isLowerBetter, isCurrent, text, name, onPick }: CellProps) {
  if (cell?.index === undefined) return <td className="bg-hatch rounded-inner opacity-40" title="No strategy: left out" />;
  const ground = cell.value === null ? undefined : groundOf(heatLevel(cell.value, table, isLowerBetter));
  return (
    <td className="p-0">
      <button
        type="button"
        data-cell={cellKey(cell.x, cell.y)}
        tabIndex={isCurrent ? 0 : -1}
        aria-pressed={isCurrent}
        aria-label={name(cell)}
        title={name(cell)}
        onClick={() => onPick(cell)}
        style={{ background: ground }}
        className={clsx(
          "flex h-full min-h-7 w-full min-w-4 items-center justify-center rounded-inner px-1 tabular-nums text-ink",
          isCurrent && "outline-2 -outline-offset-2 outline-ink",
        )}
      >
        {text?.(cell.value)}
      </button>
    </td>
  );
}
