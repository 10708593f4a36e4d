import type { StudyData } from "@ballast/core/backtest/study-result";
import { STUDY_LIMITS } from "@ballast/core/backtest/study-limits";
import type { StudySpec } from "@ballast/core/backtest/study-spec";
import { benchmarkOf } from "@ballast/core/features/benchmark";
import type { BarColumns } from "@ballast/core/market/bar";
import { columnsBetween } from "@ballast/core/market/columns";
import type { Instrument } from "@ballast/core/market/instrument";
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
import { isReferenceStudy } from "@ballast/core/backtest/study-weight";

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T", " ");
const refused = (code: string, message: string): AppError => new AppError(code, message, { retry: "never" });

type MarketPorts = { readonly pool: Pool; readonly sha256: Sha256 };

async function loadSeries({ pool, sha256 }: MarketPorts, spec: StudySpec, symbol: string): Promise<BarColumns> {
  const { source, timeframeMs, fromMs, toMs } = spec;
  const name = `${symbol} ${timeframeName(timeframeMs) ?? `${timeframeMs} ms`} of ${source}`;
  const series = await findSeries(pool, { source, symbol, timeframeMs });
  const span = series === undefined ? undefined : await seriesSpan(pool, series.id);
  if (series === undefined || span === undefined) throw refused("SERIES_UNKNOWN", `no bars are stored of ${name}; see: npx ballast series`);
  if (span.lastMs < fromMs || span.firstMs >= toMs)
    throw refused(
      "PERIOD_WITHOUT_BARS",
      `${name} has no bar from ${day(fromMs)} to ${day(toMs)}; it has bars from ${day(span.firstMs)} to ${day(span.lastMs)}`,
    );
  // The reference strategy begins with its period; all else is warmed up by what came before.
  const seenFromMs = isReferenceStudy(spec) ? fromMs : Number.MIN_SAFE_INTEGER;
  const columns = await loadColumns({ db: pool, sha256 }, series.id, { fromMs: seenFromMs, toMs });
  if (columnsBetween(columns, spec).tsMs.length === 0)
    throw refused("PERIOD_WITHOUT_BARS", `${name} has a gap from ${day(fromMs)} to ${day(toMs)}`);
  return columns;
}

/** The benchmark of a study's instruments, up to the end of its period. */
async function loadBenchmark({ pool, sha256 }: MarketPorts, { source, timeframeMs, instruments, toMs }: StudySpec): Promise<BarColumns> {
  const symbol = benchmarkOf(instruments);
  const series = await findSeries(pool, { source, symbol, timeframeMs });
  if (series === undefined) throw new Error(`the series of ${symbol} is gone`);
  return shareColumns(await loadColumns({ db: pool, sha256 }, series.id, { fromMs: Number.MIN_SAFE_INTEGER, toMs }));
}

function refuseDifferentQuotes(instruments: readonly Instrument[]): void {
  const quotes = [...new Set(instruments.map(({ quote }) => quote.code))];
  if (quotes.length > 1)
    throw refused("QUOTES_DIFFER", `the instruments are quoted in ${quotes.join(" and ")}: an account pays with one currency`);
}

/** Open times in the period at which some instrument has a bar, ascending. */
function rowsOf(series: readonly BarColumns[], spec: StudySpec): Float64Array {
  const times = series.map((columns) => columnsBetween(columns, spec).tsMs);
  const [first = new Float64Array(0), ...others] = times;
  if (others.length === 0) return first;
  return Float64Array.from(new Set(times.flatMap((column) => [...column]))).sort();
}

/** The bars as they are walked, in shared memory. */
export function shareMarket(
  spec: StudySpec,
  given: { readonly series: readonly BarColumns[]; readonly instruments: readonly Instrument[] },
): StudyMarket {
  const series = given.series.map((columns) => shareColumns(columns));
  const rowsMs = rowsOf(series, spec);
  if (rowsMs.length > STUDY_LIMITS.barsMax) throw refused("STUDY_TOO_LARGE", `${rowsMs.length} bars; at most ${STUDY_LIMITS.barsMax}`);
  return { series, instruments: given.instruments, rowsMs };
}

/** The bars of a study's terms in shared memory, and the instruments; a refusal where some are not there. */
export async function loadStudyMarket(ports: MarketPorts, spec: StudySpec): Promise<StudyMarket> {
  const listed = await loadInstruments(ports.pool);
  const instruments = spec.instruments.map((symbol) => {
    const instrument = listed.find((candidate) => candidate.symbol === symbol);
    if (instrument === undefined) throw refused("SYMBOL_UNKNOWN", `no instrument ${symbol}; see: npx ballast instruments`);
    return instrument;
  });
  refuseDifferentQuotes(instruments);
  const series: BarColumns[] = [];
  for (const symbol of spec.instruments) series.push(await loadSeries(ports, spec, symbol));
  const market = shareMarket(spec, { series, instruments });
  return spec.kind === "backtest" ? { ...market, benchmark: await loadBenchmark(ports, spec) } : market;
}

/** Which bars a study sees, with the times inside it at which no instrument has one. */
export function describeData({ rowsMs }: StudyMarket, { timeframeMs }: Pick<StudySpec, "timeframeMs">): StudyData {
  const bars = rowsMs.length;
  const [firstMs, lastMs] = [rowsMs[0] ?? 0, rowsMs[bars - 1] ?? 0];
  return { bars, firstMs, lastMs, missingBars: (lastMs - firstMs) / timeframeMs + 1 - bars };
}
