import type { ParameterSet } from "@ballast/core/backtest/parameter-grid";

export type HeatPoint = { readonly parameters: ParameterSet; readonly value: number | null };

/** Shades from the lowest value to the highest; a cell without a value is a dot, one that was not tried is empty. */
const SHADES = ["░", "▒", "▓", "█"] as const;
const UNDEFINED_CELL = "·";
/** Columns that fit a terminal with their numbers; more of them are shown as shades alone. */
const NUMBERED_COLUMNS_MAX = 14;
const CELL_WIDTH = 7;

type Axis = { readonly name: string; readonly values: readonly number[] };
type Scale = { readonly low: number; readonly high: number };

function scaleOf(points: readonly HeatPoint[]): Scale {
  const values = points.flatMap(({ value }) => value ?? []);
  return values.reduce<Scale>((scale, value) => ({ low: Math.min(scale.low, value), high: Math.max(scale.high, value) }), {
    low: Infinity,
    high: -Infinity,
  });
}

function shadeOf(value: number, { low, high }: Scale): string {
  const place = high > low ? (value - low) / (high - low) : 1;
  return SHADES[Math.min(SHADES.length - 1, Math.floor(place * SHADES.length))] ?? SHADES[0];
}

/** One figure over two parameters: a row for each value of `y`, a column for each of `x`, darker where it is higher. */
export function heatMap(of: { readonly x: Axis; readonly y: Axis; readonly points: readonly HeatPoint[] }): string {
  const { x, y, points } = of;
  const byPlace = new Map(points.map((point) => [`${point.parameters[x.name]} ${point.parameters[y.name]}`, point]));
  const scale = scaleOf(points);
  const isNumbered = x.values.length <= NUMBERED_COLUMNS_MAX;
  const cell = (point: HeatPoint | undefined): string => {
    if (point === undefined) return " ".repeat(isNumbered ? CELL_WIDTH : 1);
    const shade = point.value === null ? UNDEFINED_CELL : shadeOf(point.value, scale);
    return isNumbered ? `${shade}${(point.value === null ? "–" : point.value.toFixed(2)).padStart(CELL_WIDTH - 1)}` : shade;
  };
  const labels = y.values.map(String);
  const width = Math.max(y.name.length, ...labels.map(({ length }) => length));
  const head = isNumbered
    ? [`${y.name.padStart(width)}  ${x.values.map((value) => String(value).padStart(CELL_WIDTH)).join(" ")}  ${x.name}`]
    : [`${y.name.padStart(width)}  ${x.name} from ${x.values[0]} to ${x.values.at(-1)}, ${x.values.length} values`];
  const rows = y.values.map((value, row) => {
    const cells = x.values.map((column) => cell(byPlace.get(`${column} ${value}`)));
    return `${(labels[row] ?? "").padStart(width)}  ${cells.join(isNumbered ? " " : "")}`.trimEnd();
  });
  return [...head, ...rows].join("\n");
}
