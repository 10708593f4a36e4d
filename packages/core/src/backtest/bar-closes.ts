import { featureColumns } from "../features/feature-columns.ts";
import { TileInstrument, TileRows } from "../features/tile-instrument.ts";
import type { BarColumns } from "../market/bar.ts";
import type { Capability, Snapshot, SnapshotInstrument } from "../market/snapshot.ts";
import { HASH_BYTES } from "../numeric/hash.ts";
import { emaAtrStrategy } from "../strategy/ema-atr.ts";
import type { EmaAtrSettings } from "../strategy/ema-atr-settings.ts";

/** Bars of one instrument with the features that a strategy reads of them, column by column. */
export type IndicatedBars = {
  readonly symbol: string;
  readonly timeframeMs: number;
  readonly columns: BarColumns;
  readonly featureNames: readonly string[];
  readonly features: readonly Float64Array[];
};

/** The bars with the indicators of the reference strategy; of the settings' one instrument. */
export function indicatedBars(columns: BarColumns, settings: EmaAtrSettings): IndicatedBars {
  const [symbol, ...others] = settings.instruments;
  if (symbol === undefined || others.length > 0) throw new RangeError(`bars of one instrument, not of ${settings.instruments.join(", ")}`);
  const { featureNames } = emaAtrStrategy(settings);
  return { symbol, timeframeMs: settings.timeframeMs, columns, featureNames, features: featureColumns(featureNames, columns) };
}

/** The same bars seen late: what a strategy reads at a bar is what stood so many bars before. */
export function lateBars(bars: IndicatedBars, barsLate: number): IndicatedBars {
  const rows = bars.columns.tsMs.length;
  const late = (column: Float64Array): Float64Array => {
    const values = new Float64Array(rows).fill(NaN);
    if (barsLate < rows) values.set(column.subarray(0, rows - barsLate), barsLate);
    return values;
  };
  return barsLate === 0 ? bars : { ...bars, features: bars.features.map(late) };
}

const BARS_ALONE: readonly Capability[] = ["bars"];

/** What all closes of a series have in common; nobody hashes one, so that all have the same hash before them. */
type Series = Pick<Snapshot, "lineageId" | "isSynthetic" | "timeframeMs" | "originMs" | "featureNames" | "previousHash">;

/** A close that reads its numbers from columns; a new one a row, so that who remembers one by identity may. */
class BarClose implements Snapshot {
  readonly #series: Series;
  readonly closeMs: number;
  readonly instruments: readonly SnapshotInstrument[];

  constructor(series: Series, closeMs: number, instrument: TileInstrument) {
    this.#series = series;
    this.closeMs = closeMs;
    this.instruments = [instrument];
  }

  get lineageId(): string {
    return this.#series.lineageId;
  }

  get isSynthetic(): boolean {
    return this.#series.isSynthetic;
  }

  get timeframeMs(): number {
    return this.#series.timeframeMs;
  }

  get originMs(): number {
    return this.#series.originMs;
  }

  get featureNames(): readonly string[] {
    return this.#series.featureNames;
  }

  get previousHash(): Uint8Array {
    return this.#series.previousHash;
  }

  get capabilities(): readonly Capability[] {
    return BARS_ALONE;
  }
}

/** The closes of bars that exist, as snapshots; a time without a bar has none. */
export class BarCloses {
  readonly #series: Series;
  readonly #tsMs: Float64Array;
  readonly #rows: TileRows;

  constructor({ symbol, timeframeMs, columns, featureNames, features }: IndicatedBars) {
    const { tsMs } = columns;
    this.#tsMs = tsMs;
    const identity = { lineageId: "", isSynthetic: false, timeframeMs, originMs: tsMs[0] ?? 0, featureNames };
    this.#series = { ...identity, previousHash: new Uint8Array(HASH_BYTES) };
    const bars = { ...columns, present: new Uint8Array(tsMs.length).fill(1) };
    this.#rows = new TileRows(symbol, { bars, columns: features, firstRow: 0 });
  }

  /** The close of a row. */
  at(row: number): Snapshot {
    const openMs = this.#tsMs[row] ?? NaN;
    return new BarClose(this.#series, openMs + this.#series.timeframeMs, new TileInstrument(this.#rows, row, openMs));
  }
}
