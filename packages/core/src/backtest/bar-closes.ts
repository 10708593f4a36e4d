import { featureColumns } from "../features/feature-columns.ts";
import { RowSight } from "../features/row-snapshot.ts";
import { TileRows } from "../features/tile-instrument.ts";
import type { BarColumns } from "../market/bar.ts";
import type { Capability } from "../market/snapshot.ts";
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

/** The first close of bars that exist, to be turned to the others; a time without a bar has none. */
export function sightOfBars({ symbol, timeframeMs, columns, featureNames, features }: IndicatedBars): RowSight {
  const { tsMs: openMs } = columns;
  const bars = { ...columns, present: new Uint8Array(openMs.length).fill(1) };
  return new RowSight({
    ...{ lineageId: "", isSynthetic: false, timeframeMs, originMs: openMs[0] ?? 0, featureNames, capabilities: BARS_ALONE },
    previousHash: new Uint8Array(HASH_BYTES),
    rows: [new TileRows(symbol, { bars, columns: features, firstRow: 0 })],
    openMs,
  });
}
