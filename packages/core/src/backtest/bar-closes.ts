import { featureColumns } from "../features/feature-columns.ts";
import { RowSnapshot, type RowSeries } from "../features/row-snapshot.ts";
import { TileRows } from "../features/tile-instrument.ts";
import type { BarColumns } from "../market/bar.ts";
import type { Capability, Snapshot } from "../market/snapshot.ts";
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

/** The closes of bars that exist, as snapshots; a time without a bar has none. */
export class BarCloses {
  readonly #series: RowSeries;
  readonly #tsMs: Float64Array;

  constructor({ symbol, timeframeMs, columns, featureNames, features }: IndicatedBars) {
    const { tsMs } = columns;
    this.#tsMs = tsMs;
    const bars = { ...columns, present: new Uint8Array(tsMs.length).fill(1) };
    this.#series = {
      ...{ lineageId: "", isSynthetic: false, timeframeMs, originMs: tsMs[0] ?? 0, featureNames, capabilities: BARS_ALONE },
      previousHash: new Uint8Array(HASH_BYTES),
      rows: [new TileRows(symbol, { bars, columns: features, firstRow: 0 })],
    };
  }

  /** The close of a row. */
  at(row: number): Snapshot {
    return new RowSnapshot(this.#series, row, (this.#tsMs[row] ?? NaN) + this.#series.timeframeMs);
  }
}
