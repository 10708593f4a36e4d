import type { AlignedBars } from "../features/aligned-bars.ts";
import { FeaturePanel, type PanelTile } from "../features/feature-panel.ts";
import type { Bar } from "../market/bar.ts";
import { PACKED_BAR_VALUES, PackedInstrument } from "../market/packed-instrument.ts";
import { sealSnapshot, type Capability, type SealedSnapshot, type Snapshot } from "../market/snapshot.ts";
import { HASH_BYTES, type Sha256 } from "../numeric/hash.ts";
import { MarketTrack, type LineageSpec } from "./market-track.ts";

const BARS_ALONE: readonly Capability[] = ["bars"];

/** What a lineage held in memory is of. */
export type LineSpec = LineageSpec & {
  readonly lineageId: string;
  readonly isSynthetic: boolean;
  /** Open time of its first row. */
  readonly originMs: number;
};

/** Rows of aligned bars, `to` exclusive. */
type Rows = { readonly from: number; readonly to: number };

const definedOr = (value: number | undefined): number | undefined => (value === undefined || Number.isNaN(value) ? undefined : value);

/** The content of a close before it is sealed. */
export type UnsealedClose = Omit<Snapshot, "previousHash">;

/** Bars and features of a tile side by side, close by close, instrument by instrument: NaN where there is none. */
function packTile(series: readonly AlignedBars[], { features }: PanelTile, rows: Rows): Float64Array {
  const featureCount = features[0]?.length ?? 0;
  const width = PACKED_BAR_VALUES + featureCount;
  const values = new Float64Array((rows.to - rows.from) * series.length * width);
  let at = 0;
  for (let row = rows.from; row < rows.to; row += 1) {
    for (let instrument = 0; instrument < series.length; instrument += 1) {
      const bars = series[instrument];
      const columns = features[instrument];
      if (bars === undefined || columns === undefined || bars.present[row] !== 1) values.fill(NaN, at, at + width);
      else {
        values[at] = bars.open[row] ?? NaN;
        values[at + 1] = bars.high[row] ?? NaN;
        values[at + 2] = bars.low[row] ?? NaN;
        values[at + 3] = bars.close[row] ?? NaN;
        values[at + 4] = bars.volume[row] ?? NaN;
        for (let feature = 0; feature < featureCount; feature += 1)
          values[at + PACKED_BAR_VALUES + feature] = columns[feature]?.[row - rows.from] ?? NaN;
      }
      at += width;
    }
  }
  return values;
}

/**
 * A lineage in memory, close by close: features, regime and correlations as the engine seals them into
 * the database, for whoever has no database. The same bars give the same hashes there and here.
 */
export class LineageLine {
  readonly #spec: LineSpec;
  readonly #panel: FeaturePanel;
  readonly #track: MarketTrack;
  #previousHash: Uint8Array = new Uint8Array(HASH_BYTES);

  constructor(spec: LineSpec) {
    const { timeframeMs, universe, featureNames } = spec;
    this.#spec = spec;
    this.#track = new MarketTrack(spec);
    this.#panel = new FeaturePanel({ timeframeMs, universe, featureNames, marketFeatureNames: this.#track.panelNames });
  }

  /** The next close with the bars that opened at `openMs`, in universe order; undefined where an instrument has none. */
  close(openMs: number, bars: readonly (Bar | undefined)[]): UnsealedClose {
    const { lineageId, isSynthetic, timeframeMs, originMs, featureNames, universe } = this.#spec;
    const row = this.#panel.push(openMs, bars);
    const benchmark = row.features[this.#track.benchmarkIndex];
    const market = this.#track.push({ benchmark: (feature) => benchmark?.[feature], market: row.market });
    const { correlationsBps } = row;
    return {
      lineageId,
      isSynthetic,
      timeframeMs,
      closeMs: openMs + timeframeMs,
      originMs,
      capabilities: BARS_ALONE,
      featureNames,
      instruments: universe.map((symbol, index) => ({ symbol, bar: bars[index], features: row.features[index] ?? [] })),
      ...(market === undefined || correlationsBps === undefined ? {} : { market, correlationsBps }),
    };
  }

  /**
   * The next closes from aligned bars in universe order; the row `rows.from` of them opens at `openMs`.
   * They are the closes that `close` gives one by one, computed many at once.
   */
  *closes(openMs: number, series: readonly AlignedBars[], rows: Rows): Generator<UnsealedClose> {
    const { timeframeMs } = this.#spec;
    for (let from = rows.from; from < rows.to; from += this.#panel.tileRows) {
      const to = Math.min(rows.to, from + this.#panel.tileRows);
      const tileOpenMs = openMs + (from - rows.from) * timeframeMs;
      const tile = this.#panel.advance(tileOpenMs, series, { from, to });
      const values = packTile(series, tile, { from, to });
      for (let row = 0; row < to - from; row += 1) yield this.#closeOf(tile, { row, values, openMs: tileOpenMs + row * timeframeMs });
    }
  }

  #closeOf(tile: PanelTile, of: { readonly row: number; readonly values: Float64Array; readonly openMs: number }): UnsealedClose {
    const { row, values, openMs } = of;
    const { lineageId, isSynthetic, timeframeMs, originMs, featureNames, universe } = this.#spec;
    const benchmark = tile.features[this.#track.benchmarkIndex];
    const market = this.#track.push({
      benchmark: (feature) => definedOr(benchmark?.[feature]?.[row]),
      market: tile.market.map((column) => definedOr(column[row])),
    });
    const featureCount = featureNames.length;
    const width = PACKED_BAR_VALUES + featureCount;
    const first = row * universe.length * width;
    const pairs = (universe.length * (universe.length - 1)) / 2;
    const correlationsBps = tile.correlationsBps?.slice(row * pairs, (row + 1) * pairs);
    return {
      lineageId,
      isSynthetic,
      timeframeMs,
      closeMs: openMs + timeframeMs,
      originMs,
      capabilities: BARS_ALONE,
      featureNames,
      instruments: universe.map(
        (symbol, index) => new PackedInstrument(symbol, { values, at: first + index * width, featureCount, openMs }),
      ),
      ...(market === undefined || correlationsBps === undefined ? {} : { market, correlationsBps }),
    };
  }

  /** The close as the next link of the lineage's chain. */
  seal(sha256: Sha256, close: UnsealedClose): SealedSnapshot {
    const sealed = sealSnapshot(sha256, { ...close, previousHash: this.#previousHash });
    this.#previousHash = sealed.hash;
    return sealed;
  }
}
