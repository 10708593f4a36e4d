import { toHex } from "@ballast/core/numeric/hash";
import { timeframeName } from "@ballast/core/time/timeframe";
import type { Passport, Series } from "@ballast/db/repositories/series";

/** A series with its passport, as `--json` prints it. */
export function passportView(series: Series, passport: Passport, lineage: readonly Passport[] = []): Record<string, unknown> {
  return {
    source: series.source,
    instrument: series.symbol,
    timeframe: timeframeName(series.timeframeMs) ?? `${series.timeframeMs} ms`,
    is_synthetic: series.isSynthetic,
    rows: passport.rows,
    first_ts: passport.firstMs,
    last_ts: passport.lastMs,
    gap_bars: passport.gapBars,
    gaps: {
      count: passport.gaps.count,
      is_complete: passport.gaps.isComplete,
      listed: passport.gaps.listed.map(([from_ts, to_ts, bars]) => ({ from_ts, to_ts, bars })),
    },
    content_hash: toHex(passport.contentHash),
    ...(lineage.length === 0 ? {} : { lineage: lineage.map(lineageView) }),
  };
}

/** One import in the history of a series. */
export function lineageView(passport: Passport): Record<string, unknown> {
  return {
    seq: passport.seq,
    file: passport.fileName,
    file_hash: toHex(passport.fileHash),
    duplicates_dropped: passport.duplicatesDropped,
    repairs: {
      inserted: passport.repairs.inserted,
      revised: passport.repairs.revised,
      from_ts: passport.repairs.fromMs,
      to_ts: passport.repairs.toMs,
    },
    content_hash: toHex(passport.contentHash),
  };
}
