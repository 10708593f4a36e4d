import type { AlignedBars } from "../features/aligned-bars.ts";
import { FeaturePanel, type PanelTile } from "../features/feature-panel.ts";
import type { PanelSpec } from "../features/panel-spec.ts";
import { RowSnapshot, type MarketRows, type RowSeries } from "../features/row-snapshot.ts";
import { TileRows } from "../features/tile-instrument.ts";
import { TileRecords } from "../features/tile-records.ts";
import type { Bar } from "../market/bar.ts";
import {
  hashSnapshot,
  sealSnapshot,
  type Capability,
  type HashedSnapshot,
  type SealedSnapshot,
  type Snapshot,
} from "../market/snapshot.ts";
import { CanonicalWriter } from "../numeric/canonical.ts";
import { HASH_BYTES, type Sha256 } from "../numeric/hash.ts";
import { MarketTrack, type LineageSpec } from "./market-track.ts";

const BARS_ALONE: readonly Capability[] = ["bars"];

/** What a lineage held in memory is of. */
export type LineSpec = LineageSpec & {
  readonly lineageId: string;
  readonly isSynthetic: boolean;
  /** Open time of its first row. */
  readonly originMs: number;
  /** Left out: all, as a close that is hashed has them. */
  readonly correlations?: PanelSpec["correlations"];
};

/** Rows of aligned bars, `to` exclusive. */
type Rows = { readonly from: number; readonly to: number };

const definedOr = (value: number | undefined): number | undefined => (value === undefined || Number.isNaN(value) ? undefined : value);

/** The content of a close before it is sealed. */
export type UnsealedClose = Omit<Snapshot, "previousHash">;

function linked(close: UnsealedClose, previousHash: Uint8Array): Snapshot {
  return close instanceof RowSnapshot ? close.after(previousHash) : { ...close, previousHash };
}

/**
 * A lineage in memory, close by close: features, regime and correlations as the engine seals them into
 * the database, for whoever has no database. The same bars give the same hashes there and here.
 */
export class LineageLine {
  readonly #spec: LineSpec;
  readonly #panel: FeaturePanel;
  readonly #track: MarketTrack;
  readonly #places: ReadonlyMap<string, number>;
  readonly #writer = new CanonicalWriter();
  #previousHash: Uint8Array = new Uint8Array(HASH_BYTES);

  constructor(spec: LineSpec) {
    const { timeframeMs, universe, featureNames, correlations } = spec;
    this.#spec = spec;
    this.#places = new Map(universe.map((symbol, place) => [symbol, place]));
    this.#track = new MarketTrack(spec);
    this.#panel = new FeaturePanel({ timeframeMs, universe, featureNames, marketFeatureNames: this.#track.panelNames, correlations });
  }

  /** The next close with the bars that opened at `openMs`, in universe order; undefined where an instrument has none. */
  close(openMs: number, bars: readonly (Bar | undefined)[]): UnsealedClose {
    const { timeframeMs, universe } = this.#spec;
    const row = this.#panel.push(openMs, bars);
    const benchmark = row.features[this.#track.benchmarkIndex];
    const market = this.#track.push({ benchmark: (feature) => benchmark?.[feature], market: row.market });
    return this.#unsealed({
      closeMs: openMs + timeframeMs,
      instruments: universe.map((symbol, index) => ({ symbol, bar: bars[index], features: row.features[index] ?? [] })),
      market,
      correlationsBps: row.correlationsBps,
    });
  }

  /** A close of this lineage, whether it was computed alone or with many. */
  #unsealed(
    of: Pick<UnsealedClose, "closeMs" | "instruments"> & {
      readonly market: UnsealedClose["market"] | undefined;
      readonly correlationsBps: UnsealedClose["correlationsBps"] | undefined;
    },
  ): UnsealedClose {
    const { lineageId, isSynthetic, timeframeMs, originMs, featureNames } = this.#spec;
    const { closeMs, instruments, market, correlationsBps } = of;
    const close: UnsealedClose = {
      lineageId,
      isSynthetic,
      timeframeMs,
      closeMs,
      originMs,
      capabilities: BARS_ALONE,
      featureNames,
      instruments,
    };
    return market === undefined || correlationsBps === undefined ? close : { ...close, market, correlationsBps };
  }

  /**
   * The next closes from aligned bars in universe order; the row `rows.from` of them opens at `openMs`.
   * They are the closes that `close` gives one by one, computed many at once. A close is to be looked at
   * before the next is asked for: what it has not been asked for by then it may not know any more.
   */
  *closes(openMs: number, series: readonly AlignedBars[], rows: Rows): Generator<RowSnapshot, undefined> {
    const { timeframeMs, universe } = this.#spec;
    for (let from = rows.from; from < rows.to; from += this.#panel.tileRows) {
      const to = Math.min(rows.to, from + this.#panel.tileRows);
      const tileOpenMs = openMs + (from - rows.from) * timeframeMs;
      const tile = this.#panel.advance(tileOpenMs, series, { from, to });
      const lent = series.map((bars, index) => {
        return new TileRows(universe[index] ?? "", { bars, columns: tile.features[index] ?? [], firstRow: from });
      });
      const openMsOfRows = Float64Array.from({ length: to - from }, (_, row) => tileOpenMs + row * timeframeMs);
      const tileSeries = this.#seriesOf(tile, lent, openMsOfRows);
      for (let row = 0; row < to - from; row += 1) yield new RowSnapshot(tileSeries, row);
      for (const instrument of lent) instrument.giveBack();
    }
  }

  #seriesOf(tile: PanelTile, rows: readonly TileRows[], openMs: Float64Array): RowSeries {
    const { lineageId, isSynthetic, timeframeMs, originMs, featureNames } = this.#spec;
    return {
      ...{ lineageId, isSynthetic, timeframeMs, originMs, featureNames, places: this.#places, capabilities: BARS_ALONE },
      // Who chains its closes says what each follows; the others follow nothing.
      previousHash: new Uint8Array(HASH_BYTES),
      rows,
      openMs,
      records: new TileRecords(rows),
      ofMarket: this.#marketRowsOf(tile, rows),
    };
  }

  /** What a tile says of the market as a whole; undefined where the lineage seals nothing of it. */
  #marketRowsOf(tile: PanelTile, rows: readonly TileRows[]): MarketRows | undefined {
    const { correlationsBps, pairs } = tile;
    const { marketFeatureNames: names } = this.#spec;
    if (names.length === 0 || (correlationsBps === undefined && pairs === undefined)) return undefined;
    const columns = names.map(() => new Float64Array(tile.rows));
    const benchmark = rows[this.#track.benchmarkIndex];
    let row = 0;
    const valueOf = (column: Float64Array): number | undefined => definedOr(column[row]);
    const ofBenchmark = (feature: number): number | undefined => definedOr(benchmark?.feature(feature, row));
    for (; row < tile.rows; row += 1) {
      const values = this.#track.push({ benchmark: ofBenchmark, market: tile.market.map(valueOf) })?.values;
      for (let index = 0; index < columns.length; index += 1) {
        const column = columns[index];
        if (column !== undefined) column[row] = values?.[index] ?? NaN;
      }
    }
    // One copy a tile: what a close holds of it stays true when the panel goes on.
    return { names, columns, correlationsBps: correlationsBps?.slice(), pairs };
  }

  /** The close as the next link of the lineage's chain, without its bytes: for who decides on it and stores nothing. */
  hash(sha256: Sha256, close: UnsealedClose): HashedSnapshot {
    const hashed = hashSnapshot(sha256, this.#writer, linked(close, this.#previousHash));
    this.#previousHash = hashed.hash;
    return hashed;
  }

  /** The close as the next link of the lineage's chain. */
  seal(sha256: Sha256, close: UnsealedClose): SealedSnapshot {
    const sealed = sealSnapshot(sha256, linked(close, this.#previousHash));
    this.#previousHash = sealed.hash;
    return sealed;
  }
}
