import { STUDY_LIMITS } from "./study-limits.ts";

/** Values that each parameter is tried with, by its name; the last name changes fastest. */
export type ParameterGrid = Readonly<Record<string, readonly number[]>>;

/** One parameter set: what a grid varies, by name. */
export type ParameterSet = Readonly<Record<string, number>>;

export type Axis = { readonly values: readonly number[] } | { readonly fault: string };

const NUMERAL = /^-?\d{1,12}(\.\d{1,10})?$/;
const RANGE = /^([^:,]+):([^:,]+):([^:,]+)$/;
/** Half a step of nothing: a range ends with its last value although tenths are no doubles. */
const STEP_SLACK = 1 / 1_000_000_000;

const tooMany = (count: number): string => `${count} values; at most ${STUDY_LIMITS.axisValuesMax}`;

/** An axis as people write it: `20`, `5,10,20` or `from:to:step`, both ends included; or what is wrong with it. */
export function parseAxis(text: string): Axis {
  const range = RANGE.exec(text);
  const words = range === null ? text.split(",") : range.slice(1);
  const alien = words.find((word) => !NUMERAL.test(word.trim()));
  if (alien !== undefined) return { fault: `"${alien}" is no number; write 20, 5,10,20 or from:to:step, as 5:30:5` };
  const numbers = words.map(Number);
  const [from = 0, to = 0, step = 0] = numbers;
  if (range !== null) return stepped({ from, to, step });
  if (numbers.length > STUDY_LIMITS.axisValuesMax) return { fault: tooMany(numbers.length) };
  return new Set(numbers).size === numbers.length ? { values: numbers } : { fault: "a value stands twice" };
}

const decimalsOf = (value: number): number => String(value).split(".")[1]?.length ?? 0;

function stepped({ from, to, step }: { readonly from: number; readonly to: number; readonly step: number }): Axis {
  if (step <= 0) return { fault: `the step must be above 0, not ${step}` };
  if (to < from) return { fault: `${from} to ${to} runs backwards` };
  const decimals = Math.max(decimalsOf(from), decimalsOf(step));
  // A whole number of steps from the start, for a tenth added ten times is not one.
  const count = Math.floor((to - from) / step + STEP_SLACK) + 1;
  if (count > STUDY_LIMITS.axisValuesMax) return { fault: tooMany(count) };
  return { values: Array.from({ length: count }, (_, index) => Number((from + index * step).toFixed(decimals))) };
}

/** How many sets a grid holds. */
export function countSets(grid: ParameterGrid): number {
  return Object.values(grid).reduce((count, values) => count * values.length, 1);
}

/** What is wrong with a grid, in words; undefined where it may be tried. */
export function gridFault(grid: ParameterGrid): string | undefined {
  const axes = Object.entries(grid);
  if (axes.length > STUDY_LIMITS.axesMax) return `${axes.length} axes; at most ${STUDY_LIMITS.axesMax}`;
  for (const [name, values] of axes) {
    if (values.length === 0) return `${name} has no value`;
    if (values.length > STUDY_LIMITS.axisValuesMax) return `${name}: ${tooMany(values.length)}`;
    if (new Set(values).size !== values.length) return `${name}: a value stands twice`;
  }
  const count = countSets(grid);
  const product = axes.map(([name, values]) => `${name} ${values.length}`).join(" × ");
  return count > STUDY_LIMITS.gridPointsMax
    ? `${count} parameter sets (${product}) are more than ${STUDY_LIMITS.gridPointsMax}: take fewer values or a larger step`
    : undefined;
}

/** Every set of a grid, in the order of its axes; one empty set for no axes. */
export function setsOf(grid: ParameterGrid): readonly ParameterSet[] {
  return Object.entries(grid).reduce<readonly ParameterSet[]>(
    (sets, [name, values]) => sets.flatMap((set) => values.map((value) => ({ ...set, [name]: value }))),
    [{}],
  );
}
