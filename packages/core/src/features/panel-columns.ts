import { CORRELATION_UNDEFINED } from "../market/snapshot.ts";
import type { AlignedBars } from "./aligned-bars.ts";
import { FeaturePanel } from "./feature-panel.ts";
import type { PanelSpec } from "./panel-spec.ts";

/** All features over all rows: NaN where there is none. */
export type PanelColumns = {
  /** By instrument, then feature, then row. */
  readonly features: readonly (readonly Float64Array[])[];
  readonly market: readonly Float64Array[];
  /** Triangles one behind the other, one a row; undefined without market features. */
  readonly correlationsBps: Int16Array | undefined;
};

/**
 * The features of aligned bars as whole columns, for research and proofs. What has to stay flat in
 * memory takes tiles from a FeaturePanel instead; these are the same tiles, laid end to end.
 */
export function panelColumns(spec: PanelSpec, firstOpenMs: number, series: readonly AlignedBars[]): PanelColumns {
  const rows = series[0]?.present.length ?? 0;
  const panel = new FeaturePanel(spec);
  const pairs = (spec.universe.length * (spec.universe.length - 1)) / 2;
  const column = (): Float64Array => new Float64Array(rows);
  const features = spec.universe.map(() => spec.featureNames.map(column));
  const market = spec.marketFeatureNames.map(column);
  const correlationsBps = market.length === 0 ? undefined : new Int16Array(rows * pairs).fill(CORRELATION_UNDEFINED);
  for (let from = 0; from < rows; from += panel.tileRows) {
    const to = Math.min(rows, from + panel.tileRows);
    const tile = panel.advance(firstOpenMs + from * spec.timeframeMs, series, { from, to });
    features.forEach((columns, instrument) => {
      columns.forEach((whole, feature) => whole.set(tile.features[instrument]?.[feature] ?? [], from));
    });
    market.forEach((whole, feature) => whole.set(tile.market[feature] ?? [], from));
    if (tile.correlationsBps !== undefined) correlationsBps?.set(tile.correlationsBps, from * pairs);
  }
  return { features, market, correlationsBps };
}
