import { FeaturePanel } from "../features/feature-panel.ts";
import type { Bar } from "../market/bar.ts";
import { sealSnapshot, type SealedSnapshot, type Snapshot } from "../market/snapshot.ts";
import { HASH_BYTES, type Sha256 } from "../numeric/hash.ts";
import { MarketTrack, type LineageSpec } from "./market-track.ts";

/** What a lineage held in memory is of. */
export type LineSpec = LineageSpec & {
  readonly lineageId: string;
  readonly isSynthetic: boolean;
  /** Open time of its first row. */
  readonly originMs: number;
};

/** The content of a close before it is sealed. */
export type UnsealedClose = Omit<Snapshot, "previousHash">;

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
      capabilities: ["bars"],
      featureNames,
      instruments: universe.map((symbol, index) => ({ symbol, bar: bars[index], features: row.features[index] ?? [] })),
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
