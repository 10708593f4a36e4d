import { niceTicks, shortAmount, timeLabel, timeTicks } from "./curve/axis.ts";

type Point = { readonly atMs: number; readonly value: number | null };
export type PrintedLine = { readonly key: string; readonly label: string; readonly points: readonly Point[]; readonly isDashed?: boolean };

type PrintedCurveProps = {
  readonly label: string;
  readonly lines: readonly PrintedLine[];
  readonly heightPx: number;
  readonly format?: (value: number) => string;
  /** Fills from the line to its zero, for a drawdown. */
  readonly isFilled?: boolean;
  readonly hasTimes?: boolean;
};

const WIDTH = 720;
const AXIS = 48;
const FOOT = 16;
const COLOURS = ["var(--series-1)", "var(--series-4)"] as const;

/** Lines as a drawing of fixed proportions that any printer takes: it needs no script and no size of a box. */
export function PrintedCurve({ label, lines, heightPx, format = shortAmount, isFilled = false, hasTimes = true }: PrintedCurveProps) {
  const values = lines.flatMap(({ points }) => points.flatMap(({ value }) => (value === null ? [] : [value])));
  const times = lines.flatMap(({ points }) => [points[0]?.atMs ?? 0, points.at(-1)?.atMs ?? 0]);
  if (values.length < 2) return <p className="text-12 text-ink-muted">No curve: fewer than two marks.</p>;
  const [fromMs, toMs] = [Math.min(...times), Math.max(...times)];
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const ticks = niceTicks(low, high, 3);
  const [floor, ceiling] = [ticks[0] ?? low, ticks.at(-1) ?? high];
  const bottom = heightPx - (hasTimes ? FOOT : 2);
  const xOf = (atMs: number): number => AXIS + ((atMs - fromMs) / Math.max(1, toMs - fromMs)) * (WIDTH - AXIS - 4);
  const yOf = (value: number): number => 4 + (1 - (value - floor) / (ceiling - floor || 1)) * (bottom - 4);
  const pathOf = (points: readonly Point[]): string =>
    points.flatMap(({ atMs, value }) => (value === null ? [] : [`${xOf(atMs).toFixed(1)},${yOf(value).toFixed(1)}`])).join(" ");
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${WIDTH} ${heightPx}`} className="block h-auto w-full" fontSize={9}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={AXIS} x2={WIDTH - 4} y1={yOf(tick)} y2={yOf(tick)} stroke="var(--line)" strokeWidth={0.6} />
          <text x={AXIS - 5} y={yOf(tick) + 3} textAnchor="end" fill="var(--ink-muted)">
            {format(tick)}
          </text>
        </g>
      ))}
      {hasTimes &&
        timeTicks(fromMs, toMs, 6).map((atMs) => (
          <text key={atMs} x={xOf(atMs)} y={heightPx - 3} textAnchor="middle" fill="var(--ink-muted)">
            {timeLabel(atMs, toMs - fromMs)}
          </text>
        ))}
      {isFilled &&
        lines.map(({ key, points }) => (
          <polygon
            key={key}
            points={`${xOf(fromMs)},${yOf(0)} ${pathOf(points)} ${xOf(toMs)},${yOf(0)}`}
            fill="var(--loss-fill)"
            opacity={0.25}
          />
        ))}
      {lines.map(({ key, points, isDashed }, index) => (
        <polyline
          key={key}
          points={pathOf(points)}
          fill="none"
          stroke={isFilled ? "var(--loss-fill)" : (COLOURS[index] ?? COLOURS[0])}
          strokeWidth={isFilled ? 0.8 : 1.2}
          strokeDasharray={isDashed === true ? "4 3" : undefined}
        />
      ))}
    </svg>
  );
}
