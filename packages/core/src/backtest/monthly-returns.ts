import { civilOfMs, nextMonthStartMs } from "../time/calendar.ts";

/** What a UTC calendar month made of the equity that it began with. */
export type MonthReturn = {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly bars: number;
  readonly startEquity: number;
  readonly endEquity: number;
  /** End ÷ start − 1; null where the month began with nothing. */
  readonly return: number | null;
};

/**
 * Returns by the UTC month that a bar opened in. Each month starts from the last mark before it, the
 * first from the start of the run, so that the months compound to the whole. A month without a bar
 * has no row: nothing was marked in it.
 */
export function monthlyReturns(tsMs: Float64Array, equity: Float64Array, startEquity: number): readonly MonthReturn[] {
  const months: MonthReturn[] = [];
  let begunWith = startEquity;
  for (let from = 0; from < tsMs.length;) {
    const fromMs = tsMs[from] ?? NaN;
    const untilMs = nextMonthStartMs(fromMs);
    let to = from + 1;
    while (to < tsMs.length && (tsMs[to] ?? NaN) < untilMs) to += 1;
    const { year, month } = civilOfMs(fromMs);
    const endEquity = equity[to - 1] ?? NaN;
    const gained = begunWith > 0 ? endEquity / begunWith - 1 : null;
    months.push({ year, month, bars: to - from, startEquity: begunWith, endEquity, return: gained });
    begunWith = endEquity;
    from = to;
  }
  return months;
}
