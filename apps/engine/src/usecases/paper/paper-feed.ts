import type { Bar, BarColumns } from "@ballast/core/market/bar";
import { barAt, firstRowFrom } from "@ballast/core/market/columns";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { boundaryAtOrBefore, HOUR_MS } from "@ballast/core/time/timeframe";
import { findSeries } from "@ballast/db/repositories/series";
import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";
import { loadColumns } from "../../marketdata/load-columns.ts";
import type { AnchorSource } from "../../marketdata/synthetic/anchors.ts";
import { SYNTHETIC_COINS, syntheticSymbols } from "../../marketdata/synthetic/coins.ts";
import { quartersOf } from "../../marketdata/synthetic/quarter-bars.ts";
import { SyntheticMarket } from "../../marketdata/synthetic/synthetic-market.ts";

/** A market that is replayed for a paper loop: bars of each product at any time of it. */
export type PaperFeed = {
  readonly name: string;
  readonly isSynthetic: boolean;
  /** Products in symbol order. */
  readonly universe: readonly string[];
  readonly timeframeMs: number;
  /** Open time of the first bar that indicators are seeded from. */
  readonly historyFromMs: number;
  /** Open time of the first bar whose close is decided on. */
  readonly fromMs: number;
  /** Bars that open before this are there; undefined for a market without an end. */
  readonly toMs: number | undefined;
  readonly barAt: (symbol: string, openMs: number) => Bar | undefined;
};

const QUARTER_MS = HOUR_MS / 4;

const never = (code: string, message: string): AppError => new AppError(code, message, { retry: "never" });

function barFrom(columns: BarColumns | undefined, openMs: number): Bar | undefined {
  if (columns === undefined) return undefined;
  const row = firstRowFrom(columns, openMs);
  return columns.tsMs[row] === openMs ? barAt(columns, row) : undefined;
}

/** Bars of the synthetic market by their open; quarters are drawn from their hour, which is kept while it is asked for. */
function syntheticBars(source: AnchorSource, timeframeMs: number): PaperFeed["barAt"] {
  const market = new SyntheticMarket(source);
  const hourAt = (symbol: string, openMs: number): Bar | undefined =>
    barFrom(market.columns(symbol, { fromMs: openMs, toMs: openMs + HOUR_MS }), openMs);
  if (timeframeMs === HOUR_MS) return hourAt;
  const kept = new Map<string, readonly Bar[]>();
  return (symbol, openMs) => {
    const hourMs = boundaryAtOrBefore(openMs, HOUR_MS);
    const known = kept.get(symbol);
    if (known?.[0]?.tsMs === hourMs) return known.find(({ tsMs }) => tsMs === openMs);
    const coin = SYNTHETIC_COINS.find((candidate) => candidate.symbol === symbol);
    const hour = hourAt(symbol, hourMs);
    if (coin === undefined || hour === undefined) return undefined;
    const quarters = quartersOf(source, { symbol, priceDecimals: coin.priceDecimals, hour });
    kept.set(symbol, quarters);
    return quarters.find(({ tsMs }) => tsMs === openMs);
  };
}

/** The synthetic market from a time on: the same bars on every machine, by hours or quarters of one, without an end. */
export function syntheticFeed(of: {
  readonly sha256: Sha256;
  readonly seed: string;
  readonly universe: readonly string[];
  readonly timeframeMs: number;
  readonly fromMs: number;
  /** Bars before it that indicators are seeded from. */
  readonly historyBars: number;
}): PaperFeed {
  const { universe, timeframeMs, fromMs } = of;
  const missing = universe.filter((symbol) => !syntheticSymbols().includes(symbol));
  if (missing.length > 0)
    throw never("INSTRUMENT_UNKNOWN", `the synthetic market has no ${missing.join(", ")}; it has ${syntheticSymbols().join(", ")}`);
  if (timeframeMs !== HOUR_MS && timeframeMs !== QUARTER_MS)
    throw never("TIMEFRAME_NOT_SEALED", "the synthetic market closes hours and quarters of one; use --tf 1h or 15m, or --market archive");
  return {
    name: "synthetic",
    isSynthetic: true,
    universe,
    timeframeMs,
    historyFromMs: fromMs - of.historyBars * timeframeMs,
    fromMs,
    toMs: undefined,
    barAt: syntheticBars({ sha256: of.sha256, seed: of.seed }, timeframeMs),
  };
}

/** Imported bars of a stretch of time, all of them in memory; what has no series is refused by name. */
export async function archiveFeed(of: {
  readonly pool: Pool;
  readonly sha256: Sha256;
  readonly source: string;
  readonly universe: readonly string[];
  readonly timeframeMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly historyBars: number;
}): Promise<PaperFeed> {
  const { pool, sha256, source, universe, timeframeMs } = of;
  const fromMs = boundaryAtOrBefore(of.fromMs, timeframeMs);
  const historyFromMs = fromMs - of.historyBars * timeframeMs;
  const columns = new Map<string, BarColumns>();
  for (const symbol of universe) {
    const series = await findSeries(pool, { source, symbol, timeframeMs });
    if (series === undefined)
      throw never("NO_BARS", `no such bars of ${symbol} are stored under ${source}; import them with: npx ballast import`);
    columns.set(symbol, await loadColumns({ db: pool, sha256 }, series.id, { fromMs: historyFromMs, toMs: of.toMs }));
  }
  const lastMs = Math.max(...[...columns.values()].map(({ tsMs }) => tsMs.at(-1) ?? Number.NEGATIVE_INFINITY));
  if (lastMs < fromMs) throw never("NO_BARS_IN_PERIOD", `no bar of ${universe.join(", ")} lies in the time asked for`);
  return {
    ...{ name: source, isSynthetic: false, universe, timeframeMs, historyFromMs, fromMs },
    toMs: lastMs + timeframeMs,
    barAt: (symbol, openMs) => barFrom(columns.get(symbol), openMs),
  };
}
