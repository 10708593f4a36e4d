/**
 * What an account was worth at every close, as columns: five million bars are five arrays, not five
 * million objects. All columns have one length and ascend in time; amounts are in the report's
 * currency, as doubles, because statistics are no money.
 */
export type MarkColumns = {
  /** Opening times of the bars that exist, as bars are named everywhere. */
  readonly tsMs: Float64Array;
  /** Cash and what is held, at the bar's close. */
  readonly equity: Float64Array;
  readonly cash: Float64Array;
  /** What is held, marked at the bar's close; 0 where the account is flat. */
  readonly exposure: Float64Array;
};

/** Columns for the marks of bars that opened at these times, still to be written. */
export function markColumns(tsMs: Float64Array): MarkColumns {
  const column = (): Float64Array => new Float64Array(tsMs.length);
  return { tsMs, equity: column(), cash: column(), exposure: column() };
}

/** Columns whose lengths differ, that do not ascend or hold what is no number are a broken invariant of whoever walked the bars. */
export function checkMarks(marks: MarkColumns): void {
  const { tsMs, equity, cash, exposure } = marks;
  if (equity.length !== tsMs.length || cash.length !== tsMs.length || exposure.length !== tsMs.length)
    throw new RangeError(`marks: ${tsMs.length} times, ${equity.length} equities, ${cash.length} cash, ${exposure.length} exposures`);
  for (let index = 0; index < tsMs.length; index += 1) {
    if (!((tsMs[index] ?? NaN) > (tsMs[index - 1] ?? -Infinity)))
      throw new RangeError(`marks: time ${tsMs[index]} follows ${tsMs[index - 1]}`);
    // A sum is finite where all of them are.
    if (!Number.isFinite((equity[index] ?? NaN) + (cash[index] ?? NaN) + (exposure[index] ?? NaN)))
      throw new RangeError(`marks: at ${tsMs[index]} equity ${equity[index]}, cash ${cash[index]}, exposure ${exposure[index]}`);
  }
}

/**
 * Ends an equity column as it was booked: what is open at the last bar may be sold at its close, so the
 * fee of that sale is in the last mark as it is in the final equity.
 */
export function closeCurve(equity: Float64Array, finalEquity: number): void {
  if (equity.length > 0) equity[equity.length - 1] = finalEquity;
}

/** The equity column with its end as it was booked, beside the marks as they were. */
export function bookedEquity(marks: MarkColumns, finalEquity: number): Float64Array {
  const equity = marks.equity.slice();
  closeCurve(equity, finalEquity);
  return equity;
}

/**
 * Simple returns from close to close, one fewer than marks; undefined where some equity before a
 * return is not positive, because no ratio of such a curve means anything. Who has many curves to look
 * at hands in where returns are written, and looks at them before the next curve.
 */
export function returnsOf(equity: Float64Array, into?: Float64Array): Float64Array | undefined {
  const count = Math.max(0, equity.length - 1);
  const returns = into === undefined ? new Float64Array(count) : into.subarray(0, count);
  for (let index = 1; index < equity.length; index += 1) {
    const before = equity[index - 1] ?? NaN;
    if (!(before > 0)) return undefined;
    returns[index - 1] = (equity[index] ?? NaN) / before - 1;
  }
  return returns;
}
