import { alignBars, rowsOfRange, type AlignedBars } from "@ballast/core/features/aligned-bars";
import { FeaturePanel, type PanelTile } from "@ballast/core/features/feature-panel";
import type { Bar } from "@ballast/core/market/bar";
import type { Snapshot } from "@ballast/core/market/snapshot";
import { MarketTrack } from "@ballast/core/regime/market-track";
import type { LineageRow } from "@ballast/db/repositories/snapshots";

/** What a snapshot holds of one close. */
export type CloseContent = Pick<Snapshot, "instruments"> & Partial<Pick<Snapshot, "market" | "correlationsBps">>;

/** Reads an instrument's stored bars, by its place in the universe. */
export type ReadBars = (
  instrument: number,
  range: { readonly fromMs: number; readonly toMs: number },
) => Promise<Parameters<typeof alignBars>[0]>;

/** Rows read at once while features are made again: a few months of hours. */
const ROWS_PER_READ = 4_096;

/** The features of a lineage, close by close, from its first bar on. */
export class LineageFeatures {
  readonly #lineage: LineageRow;
  readonly #panel: FeaturePanel;
  readonly #market: MarketTrack;

  constructor(lineage: LineageRow) {
    this.#lineage = lineage;
    this.#market = new MarketTrack(lineage);
    const { timeframeMs, universe, featureNames } = lineage;
    this.#panel = new FeaturePanel({ timeframeMs, universe, featureNames, marketFeatureNames: this.#market.panelNames });
  }

  /** Takes the bars of the next close, in universe order. */
  close(openMs: number, bars: readonly (Bar | undefined)[]): CloseContent {
    const row = this.#panel.push(openMs, bars);
    const benchmark = row.features[this.#market.benchmarkIndex];
    const market = this.#market.push({ benchmark: (feature) => benchmark?.[feature], market: row.market });
    const { correlationsBps } = row;
    const instruments = this.#lineage.universe.map((symbol, index) => ({ symbol, bar: bars[index], features: row.features[index] ?? [] }));
    return { instruments, ...(market === undefined || correlationsBps === undefined ? {} : { market, correlationsBps }) };
  }

  /** Takes all stored bars that open in a range, as if they had been closed one by one. */
  async replay(range: { readonly fromMs: number; readonly toMs: number }, read: ReadBars): Promise<void> {
    const { timeframeMs, universe } = this.#lineage;
    for (let fromMs = range.fromMs; fromMs < range.toMs; fromMs += ROWS_PER_READ * timeframeMs) {
      const piece = { fromMs, toMs: Math.min(range.toMs, fromMs + ROWS_PER_READ * timeframeMs), timeframeMs };
      const columns = await Promise.all(universe.map((_, instrument) => read(instrument, piece)));
      const series = columns.map((stored) => alignBars(stored, piece));
      this.#advance(fromMs, series, rowsOfRange(piece));
    }
  }

  #advance(fromMs: number, series: readonly AlignedBars[], rows: number): void {
    for (let from = 0; from < rows; from += this.#panel.tileRows) {
      const to = Math.min(rows, from + this.#panel.tileRows);
      const tile = this.#panel.advance(fromMs + from * this.#lineage.timeframeMs, series, { from, to });
      if (this.#lineage.marketFeatureNames.length > 0) for (let row = 0; row < to - from; row += 1) this.#follow(tile, row);
    }
  }

  /** The regime remembers: it goes along with every close that is made again. */
  #follow(tile: PanelTile, row: number): void {
    const defined = (value: number | undefined): number | undefined => (value === undefined || Number.isNaN(value) ? undefined : value);
    const benchmark = tile.features[this.#market.benchmarkIndex];
    this.#market.push({
      benchmark: (feature) => defined(benchmark?.[feature]?.[row]),
      market: tile.market.map((column) => defined(column[row])),
    });
  }
}
