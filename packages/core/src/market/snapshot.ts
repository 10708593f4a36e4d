import type { Bar } from "./bar.ts";

/** What a snapshot declares it holds; a check whose input is not declared is NOT_APPLICABLE. */
export type Capability = "bars" | "trades" | "quotes" | "book" | "feed_health";

/** An instrument in a snapshot: its closed bar and its features, or absent (which refuses alone). */
export type SnapshotInstrument = {
  readonly symbol: string;
  /** Undefined: no bar closed here, the venue had no trade or the feed a hole. */
  readonly bar: Bar | undefined;
  /** In the order of `featureNames`; undefined while a feature warms up. Empty where the bar is absent. */
  readonly features: readonly (number | undefined)[];
};

/**
 * The only market input that a decision may read: one immutable row per lineage and close.
 * A lineage is (source, universe, timeframe, series origin, feature names); a repair or a longer
 * history opens another.
 */
export type Snapshot = {
  readonly lineageId: string;
  /** True for the synthetic market; carried to every page that shows it. */
  readonly isSynthetic: boolean;
  readonly timeframeMs: number;
  /** The close that this snapshot seals, ms UTC; its bars opened at closeMs − timeframeMs. */
  readonly closeMs: number;
  readonly originMs: number;
  readonly previousHash: Uint8Array;
  readonly capabilities: readonly Capability[];
  readonly featureNames: readonly string[];
  /** Ordered by canonical symbol, compared by code unit. */
  readonly instruments: readonly SnapshotInstrument[];
};

/** A snapshot and the SHA-256 of its canonical bytes. */
export type SealedSnapshot = { readonly snapshot: Snapshot; readonly bytes: Uint8Array; readonly hash: Uint8Array };
