import { alignBars, rowsOfRange, type AlignedBars } from "@ballast/core/features/aligned-bars";
import { benchmarkOf } from "@ballast/core/features/benchmark";
import type { FeatureKinds } from "@ballast/core/features/feature-kind";
import { newColumns } from "@ballast/core/market/columns";
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
  /** What is computed of each instrument and of the market: all that is asked about, and what that is read from. */
  readonly featureNames: readonly string[];
  readonly marketFeatureNames: readonly string[];
  /** What findings are wanted of; left out: everything that is computed. */
  readonly asked?: readonly string[];
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

export type AnalysisWish = Pick<AnalysisData, "featureNames" | "marketFeatureNames"> & {
  readonly source: string;
  readonly timeframeMs: number;
  readonly symbols: readonly string[];
  readonly asked: readonly string[];
};

/** The instruments, and the benchmark of what is stored beside the first in the same quote. */
async function universeOf(pool: Pool, { source, timeframeMs, symbols }: AnalysisWish): Promise<string[]> {
  const quote = symbols[0]?.slice(symbols[0].indexOf("/")) ?? "";
  const stored = (await listSeries(pool)).filter((series) => series.source === source && series.timeframeMs === timeframeMs);
  const benchmark = benchmarkOf([...symbols, ...stored.map((series) => series.symbol).filter((other) => other.endsWith(quote))]);
  return [...new Set([...symbols, benchmark])].sort();
}

type Ports = { readonly pool: Pool; readonly sha256: Sha256 };

async function spanOf({ pool }: Ports, { source, timeframeMs }: AnalysisWish, symbol: string) {
  const series = await findSeries(pool, { source, symbol, timeframeMs });
  const span = series === undefined ? undefined : await seriesSpan(pool, series.id);
  if (span !== undefined) return span;
  throw new AppError("NO_BARS", `no ${timeframeName(timeframeMs) ?? ""} bars of ${symbol} are stored under ${source}`, { retry: "never" });
}

/** Reads the bars that an analysis is made on; an instrument without any is refused. */
export async function loadAnalysisData(ports: Ports, wish: AnalysisWish): Promise<AnalysisData> {
  const { source, timeframeMs, symbols, featureNames, marketFeatureNames, asked } = wish;
  const spans = [];
  for (const symbol of symbols) spans.push(await spanOf(ports, wish, symbol));
  const fromMs = Math.min(...spans.map(({ firstMs }) => firstMs));
  const universe = await universeOf(ports.pool, wish);
  const range = { fromMs, toMs: Math.max(...spans.map(({ lastMs }) => lastMs)) + timeframeMs, timeframeMs };
  const series: AlignedBars[] = [];
  for (const symbol of universe) {
    const stored = await findSeries(ports.pool, { source, symbol, timeframeMs });
    const columns = stored === undefined ? newColumns(0) : await loadColumns({ db: ports.pool, sha256: ports.sha256 }, stored.id, range);
    series.push(alignBars(columns, range));
  }
  return { timeframeMs, universe, featureNames, marketFeatureNames, asked, fromMs, rows: rowsOfRange(range), series };
}
