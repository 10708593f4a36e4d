import { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import { newAlignedBars, type AlignedBars } from "./aligned-bars.ts";
import type { GridTape } from "./grid-tape.ts";

/** Rows of a tape, and the interval of its row 0. */
type TapeRows = { readonly from: number; readonly to: number; readonly intervalOfRowZero: number };

/** A tape as it was saved. */
export type SavedTape = {
  /** When the instrument's first bar was; undefined before it. */
  readonly firstInterval: number | undefined;
  /** The close that was carried into the first saved row. */
  readonly closeBefore: number | undefined;
  readonly bars: AlignedBars;
  /** What averages carry. */
  readonly carried: CanonicalReader;
};

/** Writes the rows that the tape's windows can reach, as the bars they were made from, and what its steps carry. */
export function writeTape(writer: CanonicalWriter, tape: GridTape, rows: TapeRows): void {
  const firstInterval = tape.firstRow === Infinity ? undefined : tape.firstRow + rows.intervalOfRowZero;
  const closeBefore = tape.close[rows.from - 1] ?? NaN;
  writer.option(firstInterval, (interval) => writer.i64(interval));
  writer.option(Number.isNaN(closeBefore) ? undefined : closeBefore, (close) => writer.f64(close));
  for (let row = rows.from; row < rows.to; row += 1) {
    const isPresent = tape.present[row] === 1;
    writer.bool(isPresent);
    if (!isPresent) continue;
    for (const column of [tape.high, tape.low, tape.close, tape.volume]) writer.f64(column[row] ?? NaN);
  }
  const carried = new CanonicalWriter();
  tape.save(carried);
  writer.bytes(carried.finish());
}

/** Reads what `writeTape` wrote of so many rows. */
export function readTape(reader: CanonicalReader, rows: number): SavedTape {
  const firstInterval = reader.option(() => reader.i64());
  const closeBefore = reader.option(() => reader.f64());
  const bars = newAlignedBars(rows);
  for (let row = 0; row < rows; row += 1) {
    if (!reader.bool()) continue;
    bars.present[row] = 1;
    for (const name of ["high", "low", "close", "volume"] as const) bars[name][row] = reader.f64();
  }
  return { firstInterval, closeBefore, bars, carried: new CanonicalReader(reader.bytes()) };
}
