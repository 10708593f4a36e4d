import type { Capability, Snapshot, SnapshotInstrument } from "../market/snapshot.ts";
import { TileInstrument, type TileRows } from "./tile-instrument.ts";

/** What all closes of some columns have in common; nobody hashes one, so that all have the same hash before them. */
export type RowSeries = Omit<Snapshot, "closeMs" | "instruments" | "market" | "correlationsBps"> & {
  /** Of every instrument, in symbol order: bars and features, row by row. */
  readonly rows: readonly TileRows[];
};

/**
 * A close that is a row of columns: its instruments become objects only for who asks for them. A new
 * one a row, so that who remembers a close by identity may.
 */
export class RowSnapshot implements Snapshot {
  readonly series: RowSeries;
  readonly row: number;
  readonly closeMs: number;
  #instruments: readonly SnapshotInstrument[] | undefined;

  constructor(series: RowSeries, row: number, closeMs: number) {
    this.series = series;
    this.row = row;
    this.closeMs = closeMs;
  }

  get instruments(): readonly SnapshotInstrument[] {
    const { rows, timeframeMs } = this.series;
    return (this.#instruments ??= rows.map((instrument) => new TileInstrument(instrument, this.row, this.closeMs - timeframeMs)));
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
