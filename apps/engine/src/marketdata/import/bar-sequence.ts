import { faultOfBar, type BarFault } from "@ballast/core/market/validation";
import type { BarBatch } from "./bar-batch.ts";
import { IntervalCount, intervalMend, intervalText, usualIntervalOf } from "./interval-count.ts";
import { ImportRefused } from "./import-refused.ts";
import { MonthRows, monthRange } from "./month-rows.ts";

export type SequenceCounts = { readonly rows: number; readonly duplicatesDropped: number };

const isoOf = (tsMs: number): string => new Date(tsMs).toISOString();

const FAULTS: Readonly<Record<BarFault, string>> = {
  NOT_FINITE: "a value is not finite",
  NOT_POSITIVE: "a price is zero or negative",
  HIGH_BELOW: "the high is below another price of the bar",
  LOW_ABOVE: "the low is above another price of the bar",
  NEGATIVE_VOLUME: "the volume is negative",
  OFF_BOUNDARY: "the bar does not open on a boundary of its timeframe",
};

/** Fewer intervals than this don't tell a file's timeframe from a few bars with gaps. */
const INTERVALS_MIN = 3;

/**
 * Checks bars as they stream by and hands them on by calendar month: ascending, on the grid of the
 * timeframe, sane. A row that repeats the one before is counted and dropped; one that contradicts
 * it is refused. Nothing is filled: what is missing stays missing. A file whose bars usually open closer
 * together than the timeframe, or farther apart, is one of another timeframe and refused by both names.
 */
export class BarSequence {
  readonly #timeframeMs: number;
  readonly #isSparseAllowed: boolean;
  readonly #intervals = new IntervalCount();
  #month: MonthRows | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;
  #rows = 0;
  #duplicatesDropped = 0;

  constructor(of: { readonly timeframeMs: number; readonly isSparseAllowed?: boolean }) {
    this.#timeframeMs = of.timeframeMs;
    this.#isSparseAllowed = of.isSparseAllowed === true;
  }

  get counts(): SequenceCounts {
    return { rows: this.#rows, duplicatesDropped: this.#duplicatesDropped };
  }

  /** Months that the batch completed. */
  *accept(batch: BarBatch): Generator<MonthRows> {
    for (let row = 0; row < batch.rows; row += 1) {
      const tsMs = batch.tsMs[row] ?? Number.NaN;
      const line = batch.line[row] ?? 0;
      this.#rows += 1;
      if (tsMs <= this.#lastMs) {
        this.#refuseUnlessRepeated(batch, row);
        this.#duplicatesDropped += 1;
        continue;
      }
      this.#check(batch, row);
      if (this.#month !== undefined && tsMs >= this.#month.toMs) {
        yield this.#month;
        this.#month = undefined;
      }
      this.#month ??= new MonthRows(monthRange(tsMs), this.#timeframeMs);
      this.#month.push(batch, row, line);
      if (Number.isFinite(this.#lastMs)) this.#intervals.add(tsMs - this.#lastMs);
      this.#lastMs = tsMs;
    }
  }

  /** The month in hand, at the end of the file. */
  *finish(): Generator<MonthRows> {
    this.#refuseCoarserFile();
    if (this.#month !== undefined) yield this.#month;
    this.#month = undefined;
  }

  #check(batch: BarBatch, row: number): void {
    const bar = batch.barAt(row);
    const fault = faultOfBar(bar, this.#timeframeMs);
    if (fault === undefined) return;
    const line = batch.line[row] ?? 0;
    if (fault === "OFF_BOUNDARY") throw this.#offGrid(batch, row);
    const printed = `open ${bar.open}, high ${bar.high}, low ${bar.low}, close ${bar.close}, volume ${bar.volume}`;
    throw new ImportRefused({
      code: fault,
      line,
      fact: `${FAULTS[fault]} (${printed})`,
      mend: "Mend or remove the line; a bar needs 0 < low ≤ open, close ≤ high and volume ≥ 0.",
    });
  }

  /** A bar between two boundaries: of a file of a finer timeframe, or one whose times are not those at which bars open. */
  #offGrid(batch: BarBatch, row: number): ImportRefused {
    const line = batch.line[row] ?? 0;
    const usual = usualIntervalOf(batch.tsMs.subarray(0, batch.rows));
    if (usual !== undefined && usual.ms < this.#timeframeMs) {
      return new ImportRefused({
        code: "TIMEFRAME_DIFFERS",
        line,
        fact: `bars around here open ${intervalText(usual.ms)} apart, and --timeframe says ${intervalText(this.#timeframeMs)}`,
        mend: intervalMend(usual.ms),
      });
    }
    return new ImportRefused({
      code: "OFF_GRID",
      line,
      fact: `${isoOf(batch.tsMs[row] ?? 0)} is not a time at which a bar of ${intervalText(this.#timeframeMs)} opens`,
      mend: "Check --timeframe; a bar carries the time at which it opens, UTC.",
    });
  }

  /** A file of 1h bars under 1m would be stored as one bar and 59 gaps an hour. */
  #refuseCoarserFile(): void {
    const usual = this.#intervals.usual();
    if (usual === undefined || usual.of < INTERVALS_MIN || usual.ms <= this.#timeframeMs || this.#isSparseAllowed) return;
    const [is, says] = [intervalText(usual.ms), intervalText(this.#timeframeMs)];
    throw new ImportRefused({
      code: "TIMEFRAME_DIFFERS",
      fact: `the bars of the file mostly open ${is} apart (${usual.count} of ${usual.of} times), and --timeframe says ${says}`,
      mend: `${intervalMend(usual.ms)} Where bars of ${says} truly are that rare, --allow-sparse takes them with their gaps.`,
    });
  }

  /** A row that does not ascend is lawful only as an exact repetition of the bar before it. */
  #refuseUnlessRepeated(batch: BarBatch, row: number): void {
    const tsMs = batch.tsMs[row] ?? Number.NaN;
    const line = batch.line[row] ?? 0;
    if (tsMs < this.#lastMs) {
      throw new ImportRefused({
        code: "UNSORTED",
        line,
        fact: `${isoOf(tsMs)} stands after ${isoOf(this.#lastMs)}`,
        mend: "Sort the file by time, ascending.",
      });
    }
    if (this.#month?.endsWith(batch, row) === true) return;
    throw new ImportRefused({
      code: "DUPLICATE_DIFFERS",
      line,
      fact: `a second bar for ${isoOf(tsMs)} has other values`,
      mend: "Keep the one that the venue printed and remove the other.",
    });
  }
}
