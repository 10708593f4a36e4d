import { timeframeName } from "@ballast/core/time/timeframe";
import type { BarColumns } from "@ballast/core/market/bar";
import type { CatalogueEntry } from "@ballast/core/market/catalogue";
import { compareSymbols } from "@ballast/core/market/instrument";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { findSeries } from "@ballast/db/repositories/series";
import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";
import { loadColumns } from "../../marketdata/load-columns.ts";
import type { BacktestMarket } from "./backtest-terms.ts";

export type StoredWish = {
  readonly entries: readonly CatalogueEntry[];
  readonly timeframeMs: number;
  readonly source: string;
  readonly toMs: number | undefined;
};

/** Stored bars of some instruments, whole up to an end: what lies before a period warms its features up. */
export async function loadStoredMarket(ports: { readonly pool: Pool; readonly sha256: Sha256 }, wish: StoredWish): Promise<BacktestMarket> {
  const { pool, sha256 } = ports;
  const { timeframeMs, source, toMs = Number.MAX_SAFE_INTEGER } = wish;
  const instruments = wish.entries.map(({ instrument }) => instrument).sort(compareSymbols);
  const bars = new Map<string, BarColumns>();
  for (const { symbol } of instruments) {
    const series = await findSeries(pool, { source, symbol, timeframeMs });
    const range = { fromMs: Number.MIN_SAFE_INTEGER, toMs };
    const columns = series === undefined ? undefined : await loadColumns({ db: pool, sha256 }, series.id, range);
    if (columns === undefined || columns.tsMs.length === 0)
      throw new AppError(
        "NO_BARS",
        `no ${timeframeName(timeframeMs) ?? ""} bars of ${symbol} are stored under ${source}; npx ballast series lists what there is`,
        { retry: "never" },
      );
    bars.set(symbol, columns);
  }
  return { timeframeMs, instruments, bars };
}
