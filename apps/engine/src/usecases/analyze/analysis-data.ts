import { alignBars, rowsOfRange, type AlignedBars } from "@ballast/core/features/aligned-bars";
import { benchmarkOf } from "@ballast/core/features/benchmark";
import type { FeatureKinds } from "@ballast/core/features/feature-kind";
import { panelColumns, type PanelColumns } from "@ballast/core/features/panel-columns";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { timeframeName } from "@ballast/core/time/timeframe";
import { seriesSpan } from "@ballast/db/repositories/bars";
import { findSeries, listSeries } from "@ballast/db/repositories/series";
import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";
import { loadColumns } from "../../marketdata/load-columns.ts";

/** Bars that features are proved on: aligned, the instrument asked for and what its features look at besides. */
export type AnalysisData = {
  readonly timeframeMs: number;
  readonly universe: readonly string[];
  readonly featureNames: readonly string[];
  readonly marketFeatureNames: readonly string[];
  /** Open time of the first row. */
  readonly fromMs: number;
  readonly rows: number;
  readonly series: readonly AlignedBars[];
  /** Kinds that the names may be of; left out: those that ship. */
  readonly kinds?: FeatureKinds;
};

/** The bars of some rows alone, as if there had never been others. */
export function rowsOnly(data: AnalysisData, rows: { readonly from: number; readonly to: number }): AnalysisData {
  const series = data.series.map((bars) => ({
    present: bars.present.slice(rows.from, rows.to),
    open: bars.open.slice(rows.from, rows.to),
    high: bars.high.slice(rows.from, rows.to),
    low: bars.low.slice(rows.from, rows.to),
    close: bars.close.slice(rows.from, rows.to),
    volume: bars.volume.slice(rows.from, rows.to),
  }));
  return { ...data, series, fromMs: data.fromMs + rows.from * data.timeframeMs, rows: rows.to - rows.from };
}

/** All features of the data, computed at once: what looks ahead finds the rows ahead in its memory. */
export function featuresOf(data: AnalysisData): PanelColumns {
  const { timeframeMs, universe, featureNames, marketFeatureNames, fromMs, series } = data;
  const kinds = data.kinds === undefined ? {} : { kinds: data.kinds };
  const spec = { timeframeMs, universe, featureNames, marketFeatureNames, tileRows: Math.max(1, data.rows), ...kinds };
  return panelColumns(spec, fromMs, series);
}

export type AnalysisWish = {
  readonly source: string;
  readonly timeframeMs: number;
  readonly symbol: string;
  readonly featureNames: readonly string[];
  readonly marketFeatureNames: readonly string[];
};

/** The instrument, and the benchmark of what is stored beside it in the same quote. */
async function universeOf(pool: Pool, { source, timeframeMs, symbol }: AnalysisWish): Promise<string[]> {
  const quote = symbol.slice(symbol.indexOf("/"));
  const stored = (await listSeries(pool)).filter((series) => series.source === source && series.timeframeMs === timeframeMs);
  const benchmark = benchmarkOf([symbol, ...stored.map((series) => series.symbol).filter((other) => other.endsWith(quote))]);
  return [...new Set([symbol, benchmark])].sort();
}

/** Reads the bars that an analysis is made on; an instrument without any is refused. */
export async function loadAnalysisData(ports: { readonly pool: Pool; readonly sha256: Sha256 }, wish: AnalysisWish): Promise<AnalysisData> {
  const { pool, sha256 } = ports;
  const { source, timeframeMs, symbol } = wish;
  const own = await findSeries(pool, { source, symbol, timeframeMs });
  const span = own === undefined ? undefined : await seriesSpan(pool, own.id);
  if (span === undefined)
    throw new AppError("NO_BARS", `no ${timeframeName(timeframeMs) ?? ""} bars of ${symbol} are stored under ${source}`, {
      retry: "never",
    });
  const universe = await universeOf(pool, wish);
  const range = { fromMs: span.firstMs, toMs: span.lastMs + timeframeMs, timeframeMs };
  const series: AlignedBars[] = [];
  for (const each of universe) {
    const stored = await findSeries(pool, { source, symbol: each, timeframeMs });
    if (stored !== undefined) series.push(alignBars(await loadColumns({ db: pool, sha256 }, stored.id, range), range));
  }
  const { featureNames, marketFeatureNames } = wish;
  return { timeframeMs, universe, featureNames, marketFeatureNames, fromMs: span.firstMs, rows: rowsOfRange(range), series };
}
