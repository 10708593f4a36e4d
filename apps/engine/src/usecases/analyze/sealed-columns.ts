import { FeaturePanel } from "@ballast/core/features/feature-panel";
import { isPanelMarketFeature } from "@ballast/core/features/market-features";
import { panelColumns, type PanelColumns } from "@ballast/core/features/panel-columns";
import type { PanelSpec } from "@ballast/core/features/panel-spec";
import type { Bar } from "@ballast/core/market/bar";
import { CORRELATION_UNDEFINED } from "@ballast/core/market/snapshot";
import { MarketTrack } from "@ballast/core/regime/market-track";
import type { AnalysisData } from "./analysis-data.ts";

/** Pairs of the triangle that a close seals: of all instruments, where the panel computes a value of the market. */
export function pairsOf({ universe, marketFeatureNames }: Pick<AnalysisData, "universe" | "marketFeatureNames">): number {
  return marketFeatureNames.some(isPanelMarketFeature) ? (universe.length * (universe.length - 1)) / 2 : 0;
}

const definedOr = (value: number | undefined): number | undefined => (value === undefined || Number.isNaN(value) ? undefined : value);

function panelSpec(data: AnalysisData, track: MarketTrack): PanelSpec {
  const { timeframeMs, universe, featureNames, kinds } = data;
  return { timeframeMs, universe, featureNames, marketFeatureNames: track.panelNames, ...(kinds === undefined ? {} : { kinds }) };
}

/**
 * All that closes seal of the market, computed at once: what looks ahead finds the rows ahead in its memory.
 * The market's values stand in the order of their names, those of the regime among them.
 */
export function sealedColumns(data: AnalysisData): PanelColumns {
  const track = new MarketTrack(data);
  const computed = panelColumns({ ...panelSpec(data, track), tileRows: Math.max(1, data.rows) }, data.fromMs, data.series);
  const market = data.marketFeatureNames.map(() => new Float64Array(data.rows));
  const benchmark = computed.features[track.benchmarkIndex];
  const bars = data.series[track.benchmarkIndex];
  for (let row = 0; row < data.rows && market.length > 0; row += 1) {
    const isPresent = bars?.present[row] === 1;
    const sealed = track.push({
      benchmark: (feature) => (isPresent ? definedOr(benchmark?.[feature]?.[row]) : undefined),
      market: computed.market.map((column) => definedOr(column[row])),
    });
    market.forEach((column, index) => {
      column[row] = sealed?.values[index] ?? Number.NaN;
    });
  }
  return { ...computed, market };
}

/** What is sealed at one close, laid out flat: instruments by features, values of the market, the triangle. NaN where there is none. */
export type SealedRow = Float64Array;

export const cellsOf = (data: AnalysisData): number =>
  data.universe.length * data.featureNames.length + data.marketFeatureNames.length + pairsOf(data);

/** A row of columns, flat. An instrument without a bar seals nothing. */
export function rowOfColumns(data: AnalysisData, columns: PanelColumns, row: number, into: SealedRow): SealedRow {
  let cell = 0;
  columns.features.forEach((features, instrument) => {
    const isPresent = data.series[instrument]?.present[row] === 1;
    for (const column of features) into[cell++] = isPresent ? (column[row] ?? Number.NaN) : Number.NaN;
  });
  for (const column of columns.market) into[cell++] = column[row] ?? Number.NaN;
  const pairs = pairsOf(data);
  for (let pair = 0; pair < pairs; pair += 1) into[cell++] = correlationOf(columns.correlationsBps?.[row * pairs + pair]);
  return into;
}

/** A correlation of the triangle; NaN where there is none. */
export function correlationOf(bps: number | undefined): number {
  return bps === undefined || bps === CORRELATION_UNDEFINED ? Number.NaN : bps;
}

function barsAt({ series, fromMs, timeframeMs }: AnalysisData, row: number): readonly (Bar | undefined)[] {
  const tsMs = fromMs + row * timeframeMs;
  return series.map(({ present, open, high, low, close, volume }): Bar | undefined => {
    if (present[row] !== 1) return undefined;
    return { tsMs, open: open[row] ?? 0, high: high[row] ?? 0, low: low[row] ?? 0, close: close[row] ?? 0, volume: volume[row] ?? 0 };
  });
}

/**
 * The same rows by pushes: each is computed when the bars of its close are handed in, and no later bar was.
 * So a pushed row cannot know the future, whatever a feature tries. The row is overwritten by the next.
 */
export function* pushedRows(data: AnalysisData): Generator<SealedRow, undefined> {
  const track = new MarketTrack(data);
  const panel = new FeaturePanel(panelSpec(data, track));
  const into = new Float64Array(cellsOf(data));
  for (let row = 0; row < data.rows; row += 1) {
    const pushed = panel.push(data.fromMs + row * data.timeframeMs, barsAt(data, row));
    const benchmark = pushed.features[track.benchmarkIndex];
    const market = track.push({ benchmark: (feature) => benchmark?.[feature], market: pushed.market });
    let cell = 0;
    for (const features of pushed.features)
      for (let feature = 0; feature < data.featureNames.length; feature += 1) into[cell++] = features[feature] ?? Number.NaN;
    for (const value of market?.values ?? []) into[cell++] = value ?? Number.NaN;
    for (const bps of pushed.correlationsBps ?? []) into[cell++] = correlationOf(bps);
    yield into;
  }
}
