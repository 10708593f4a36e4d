import { timeframeName, timeframeNames } from "@ballast/core/time/timeframe";

/** Intervals of different lengths that are told apart; a file of bars has a handful. */
const LENGTHS_MAX = 10_000;

export type UsualInterval = { readonly ms: number; readonly count: number; readonly of: number };

/**
 * Counts how far apart the bars of a file open. Where trades come at random, neighbours are the most
 * frequent pair however rare trades are, so that the most frequent interval is the file's timeframe.
 */
export class IntervalCount {
  readonly #counts = new Map<number, number>();
  #of = 0;

  add(ms: number): void {
    this.#of += 1;
    const count = this.#counts.get(ms);
    if (count !== undefined || this.#counts.size < LENGTHS_MAX) this.#counts.set(ms, (count ?? 0) + 1);
  }

  /** The most frequent interval, the shorter one of two; undefined before the second bar. */
  usual(): UsualInterval | undefined {
    let usual: UsualInterval | undefined;
    for (const [ms, count] of this.#counts)
      if (usual === undefined || count > usual.count || (count === usual.count && ms < usual.ms)) usual = { ms, count, of: this.#of };
    return usual;
  }
}

/** The most frequent interval between neighbours that ascend. */
export function usualIntervalOf(tsMs: Float64Array): UsualInterval | undefined {
  const intervals = new IntervalCount();
  for (let row = 1; row < tsMs.length; row += 1) {
    const ms = (tsMs[row] ?? 0) - (tsMs[row - 1] ?? 0);
    if (ms > 0) intervals.add(ms);
  }
  return intervals.usual();
}

const UNITS: readonly (readonly [ms: number, name: string])[] = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "m"],
  [1_000, "s"],
];

/** An interval as a timeframe is written: 1h, 30m, 2d, 90s. */
export function intervalText(ms: number): string {
  const unit = UNITS.find(([unitMs]) => ms % unitMs === 0);
  return unit === undefined ? `${ms} ms` : `${ms / unit[0]}${unit[1]}`;
}

/** What to import a file of that interval as. */
export function intervalMend(ms: number): string {
  const name = timeframeName(ms);
  return name === undefined
    ? `Give a file of one of the timeframes that are stored: ${timeframeNames().join(", ")}.`
    : `Import it with --timeframe ${name}.`;
}
