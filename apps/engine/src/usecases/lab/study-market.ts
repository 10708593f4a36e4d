import type { StudyData } from "@ballast/core/backtest/study-result";
import { STUDY_LIMITS } from "@ballast/core/backtest/study-limits";
import type { StudySpec } from "@ballast/core/backtest/study-spec";
import type { BarColumns } from "@ballast/core/market/bar";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { timeframeName } from "@ballast/core/time/timeframe";
import { seriesSpan } from "@ballast/db/repositories/bars";
import { findSeries } from "@ballast/db/repositories/series";
import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";
import { shareColumns } from "../../lab-threads/shared-bars.ts";
import { loadColumns } from "../../marketdata/load-columns.ts";
import { loadInstruments } from "../../marketdata/load-instruments.ts";
import type { StudyMarket } from "./point-walk.ts";

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T", " ");
const refused = (code: string, message: string): AppError => new AppError(code, message, { retry: "never" });

async function loadSeries(
  { pool, sha256 }: { readonly pool: Pool; readonly sha256: Sha256 },
  spec: StudySpec,
  symbol: string,
): Promise<BarColumns> {
  const { source, timeframeMs, fromMs, toMs } = spec;
  const name = `${symbol} ${timeframeName(timeframeMs) ?? `${timeframeMs} ms`} of ${source}`;
  const series = await findSeries(pool, { source, symbol, timeframeMs });
  const span = series === undefined ? undefined : await seriesSpan(pool, series.id);
  if (series === undefined || span === undefined) throw refused("SERIES_UNKNOWN", `no bars are stored of ${name}; see: npx ballast series`);
  const columns = await loadColumns({ db: pool, sha256 }, series.id, { fromMs, toMs });
  if (columns.tsMs.length === 0)
    throw refused(
      "PERIOD_WITHOUT_BARS",
      `${name} has no bar from ${day(fromMs)} to ${day(toMs)}; it has bars from ${day(span.firstMs)} to ${day(span.lastMs)}`,
    );
  if (columns.tsMs.length > STUDY_LIMITS.barsMax)
    throw refused("STUDY_TOO_LARGE", `${columns.tsMs.length} bars of ${name}; at most ${STUDY_LIMITS.barsMax}`);
  return shareColumns(columns);
}

/** The bars of a study's terms in shared memory, and the instruments; a refusal where some are not there. */
export async function loadStudyMarket(ports: { readonly pool: Pool; readonly sha256: Sha256 }, spec: StudySpec): Promise<StudyMarket> {
  const listed = await loadInstruments(ports.pool);
  const instruments = spec.instruments.map((symbol) => {
    const instrument = listed.find((candidate) => candidate.symbol === symbol);
    if (instrument === undefined) throw refused("SYMBOL_UNKNOWN", `no instrument ${symbol}; see: npx ballast instruments`);
    return instrument;
  });
  refuseUnsupported(spec);
  const series: BarColumns[] = [];
  for (const symbol of spec.instruments) series.push(await loadSeries(ports, spec, symbol));
  return { series, instruments };
}

/** What the lab can not walk yet is refused by name. */
export function refuseUnsupported({ strategy, instruments, profile }: StudySpec): void {
  if (strategy === "ema-atr" && profile === "reference" && instruments.length === 1) return;
  throw refused("STUDY_UNSUPPORTED", "the lab runs ema-atr on one instrument under the reference profile in this release");
}

/** Which bars a study sees, with its gaps counted. */
export function describeData({ series: [columns] }: StudyMarket, { timeframeMs }: Pick<StudySpec, "timeframeMs">): StudyData {
  const bars = columns?.tsMs.length ?? 0;
  const [firstMs, lastMs] = [columns?.tsMs[0] ?? 0, columns?.tsMs[bars - 1] ?? 0];
  return { bars, firstMs, lastMs, missingBars: (lastMs - firstMs) / timeframeMs + 1 - bars };
}
