import { pairCount } from "../market/pair-count.ts";
import type { Capability, MarketValues, PackedInstruments, PairsBps, Snapshot, SnapshotInstrument } from "../market/snapshot.ts";
import type { LentPairs } from "./lent-pairs.ts";
import { TileInstrument, type TileRows } from "./tile-instrument.ts";
import type { TileRecords } from "./tile-records.ts";

/** The market as a whole, row by row. */
export type MarketRows = {
  readonly names: readonly string[];
  /** By name, then row; NaN where there is no value. */
  readonly columns: readonly Float64Array[];
  /** Triangles one behind the other, one a row; left out where only some pairs are ever asked for. */
  readonly correlationsBps?: Int16Array | undefined;
  readonly pairs?: LentPairs | undefined;
};

/** What all closes of some columns have in common. */
export type RowSeries = Pick<
  Snapshot,
  "lineageId" | "isSynthetic" | "timeframeMs" | "originMs" | "previousHash" | "capabilities" | "featureNames" | "places"
> & {
  /** Of every instrument, in symbol order: bars and features, row by row. */
  readonly rows: readonly TileRows[];
  /** When the bars of each row opened. */
  readonly openMs: Float64Array;
  /** The rows' instruments in canonical form, where closes are hashed. */
  readonly records?: TileRecords;
  readonly ofMarket?: MarketRows | undefined;
};

const definedOr = (value: number | undefined): number | undefined => (value === undefined || Number.isNaN(value) ? undefined : value);

/** The close of a row. */
export function closeMsOf({ openMs, timeframeMs }: RowSeries, row: number): number {
  return (openMs[row] ?? NaN) + timeframeMs;
}

/**
 * A close that is a row of columns: its instruments become objects only for who asks for them. A new
 * one a row, so that who remembers a close by identity may. A copy by spread would hold none of its
 * numbers: who wants another link of the chain asks `after`.
 */
export class RowSnapshot implements Snapshot {
  readonly series: RowSeries;
  readonly row: number;
  readonly previousHash: Uint8Array;
  #made: (SnapshotInstrument | undefined)[] | undefined;
  #instruments: readonly SnapshotInstrument[] | undefined;
  #market: MarketValues | undefined;
  #pairs: PairsBps | undefined;

  constructor(series: RowSeries, row: number, previousHash = series.previousHash) {
    this.series = series;
    this.row = row;
    this.previousHash = previousHash;
  }

  /** The same close as the link behind another. */
  after(previousHash: Uint8Array): RowSnapshot {
    return new RowSnapshot(this.series, this.row, previousHash);
  }

  get closeMs(): number {
    return closeMsOf(this.series, this.row);
  }

  get instruments(): readonly SnapshotInstrument[] {
    return (this.#instruments ??= this.series.rows.map((of, place) => this.#make(of, place)));
  }

  instrumentAt(place: number): SnapshotInstrument | undefined {
    const of = this.series.rows[place];
    return of && this.#make(of, place);
  }

  /** Most closes are asked for the few instruments that an account holds. */
  #make(of: TileRows, place: number): SnapshotInstrument {
    const made = (this.#made ??= this.series.rows.map(() => undefined));
    return (made[place] ??= new TileInstrument(of, this.row, this.series.openMs[this.row] ?? NaN));
  }

  get packed(): PackedInstruments | undefined {
    const { records, openMs } = this.series;
    return records?.at(this.row, { barOpenMs: openMs[this.row] ?? NaN, isOf: (of) => of === this || of.instruments === this.instruments });
  }

  get market(): MarketValues | undefined {
    const { ofMarket } = this.series;
    return ofMarket && (this.#market ??= { names: ofMarket.names, values: ofMarket.columns.map((column) => definedOr(column[this.row])) });
  }

  get correlationsBps(): Int16Array | undefined {
    const triangles = this.series.ofMarket?.correlationsBps;
    const pairs = pairCount(this.series.rows.length);
    return triangles?.subarray(this.row * pairs, (this.row + 1) * pairs);
  }

  get pairsBps(): PairsBps | undefined {
    return (this.#pairs ??= this.series.ofMarket?.pairs?.at(this.row));
  }

  get places(): ReadonlyMap<string, number> | undefined {
    return this.series.places;
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
