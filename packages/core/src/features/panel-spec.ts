import type { FeatureKinds } from "./feature-kind.ts";
import { FEATURE_KINDS } from "./feature-kinds.ts";
import { parseFeatureNames, type FeatureName } from "./feature-name.ts";
import { sourceOfMarketFeature } from "./market-features.ts";
import { correlationSpanOf, warmUpBarsOf, type ReturnSpan } from "./return-span.ts";

/** Rows that are computed at once: their columns stay in the processor's caches. */
const TILE_ROWS = 512;

/** What a panel computes. Instruments stand in the order of the universe, features in that of their names. */
export type PanelSpec = {
  readonly timeframeMs: number;
  readonly universe: readonly string[];
  readonly featureNames: readonly string[];
  /** With one or more, the correlations of all pairs come along. */
  readonly marketFeatureNames: readonly string[];
  /** Whether whole triangles of correlations come along, as what is sealed holds them (left out), or pairs for who asks. */
  readonly correlations?: "triangles" | "pairs" | undefined;
  /** Kinds that names may be of; left out: all there are. */
  readonly kinds?: FeatureKinds;
  /** Rows of one call; left out: as many as are fast. */
  readonly tileRows?: number;
};

/** A panel's names, parsed. */
export type PanelPlan = {
  readonly names: readonly FeatureName[];
  readonly marketSources: readonly FeatureName[];
  readonly kinds: FeatureKinds;
  readonly tileRows: number;
  /** Rows that stay behind those that are computed: the longest window, and the bars before it. */
  readonly historyRows: number;
  readonly hasCorrelations: boolean;
  /** The returns that correlations are of. */
  readonly correlated: ReturnSpan;
};

function parseMarketName(text: string): FeatureName {
  const source = sourceOfMarketFeature(text);
  if (source === undefined) throw new RangeError(`not a feature of the market: ${text}`);
  return source;
}

/** The plan of a spec; names that are none, or an empty universe, are a RangeError. */
export function planOf(spec: PanelSpec): PanelPlan {
  const kinds = spec.kinds ?? FEATURE_KINDS;
  const names = parseFeatureNames(spec.featureNames, kinds);
  const marketSources = spec.marketFeatureNames.map(parseMarketName);
  const hasCorrelations = marketSources.length > 0;
  const periods = [...names, ...marketSources].flatMap((name) => name.periods);
  if (!(spec.timeframeMs > 0)) throw new RangeError(`not a timeframe: ${spec.timeframeMs} ms`);
  const correlated = correlationSpanOf(spec.timeframeMs);
  const longest = Math.max(1, hasCorrelations ? warmUpBarsOf(correlated) : 1, ...periods);
  return { names, marketSources, kinds, tileRows: spec.tileRows ?? TILE_ROWS, historyRows: longest + 2, hasCorrelations, correlated };
}
