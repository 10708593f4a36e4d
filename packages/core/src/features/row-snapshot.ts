import type { Capability, Snapshot, SnapshotInstrument } from "../market/snapshot.ts";
import { TileInstrument, type TileRows } from "./tile-instrument.ts";

/** What all closes of some columns have in common; nobody hashes one, so that all have the same hash before them. */
export type RowSeries = Omit<Snapshot, "closeMs" | "instruments" | "market" | "correlationsBps"> & {
  /** Of every instrument, in symbol order: bars and features, row by row. */
  readonly rows: readonly TileRows[];
  /** When the bars of each row opened. */
  readonly openMs: Float64Array;
};

/** The close of a row. */
export function closeMsOf({ openMs, timeframeMs }: RowSeries, row: number): number {
  return (openMs[row] ?? NaN) + timeframeMs;
}

/**
 * A close that is a row of columns: its instruments become objects only for who asks for them. A new
 * one a row, so that who remembers a close by identity may.
 */
export class RowSnapshot implements Snapshot {
  readonly series: RowSeries;
  readonly row: number;
  #instruments: readonly SnapshotInstrument[] | undefined;

  constructor(series: RowSeries, row: number) {
    this.series = series;
    this.row = row;
  }

  get closeMs(): number {
    return closeMsOf(this.series, this.row);
  }

  get instruments(): readonly SnapshotInstrument[] {
    const { rows, openMs } = this.series;
    return (this.#instruments ??= rows.map((instrument) => new TileInstrument(instrument, this.row, openMs[this.row] ?? NaN)));
  }

  get lineageId(): string {
    return this.series.lineageId;
  }

  get isSynthetic(): boolean {
    return this.series.isSynthetic;
  }

  get timeframeMs(): number {
    return this.series.timeframeMs;
  }

  get originMs(): number {
    return this.series.originMs;
  }

  get featureNames(): readonly string[] {
    return this.series.featureNames;
  }

  get previousHash(): Uint8Array {
    return this.series.previousHash;
  }

  get capabilities(): readonly Capability[] {
    return this.series.capabilities;
  }
}

/** Where a walk stands in its columns: the close of its row becomes a snapshot for the first who asks for one. */
export class RowSight {
  readonly series: RowSeries;
  row = 0;
  closeMs: number;
  #snapshot: RowSnapshot | undefined;

  constructor(series: RowSeries) {
    this.series = series;
    this.closeMs = closeMsOf(series, 0);
  }

  turnTo(row: number): void {
    this.row = row;
    this.closeMs = closeMsOf(this.series, row);
    this.#snapshot = undefined;
  }

  get snapshot(): RowSnapshot {
    return (this.#snapshot ??= new RowSnapshot(this.series, this.row));
  }
}
