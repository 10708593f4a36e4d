import { benchmarkOf } from "@ballast/core/features/benchmark";
import type { RegimeHistory, RegimePoint } from "../contract/strategy.ts";
import type { Tx } from "../database.ts";
import { readRegimeChanges } from "./regime-changes.ts";
import { requireLineage } from "./regime-lineage.ts";

/** Points that one history draws at most. */
const POINTS_MAX = 240;
const CHANGES_MAX = 100;

export type RegimeSpan = "month" | "quarter" | "year" | "all";

const DAY_MS = 86_400_000;
const SPAN_MS: Readonly<Record<RegimeSpan, number>> = {
  month: 30 * DAY_MS,
  quarter: 91 * DAY_MS,
  year: 366 * DAY_MS,
  all: Number.MAX_SAFE_INTEGER,
};

type PointRow = {
  readonly close_ms: number;
  readonly regime: string;
  readonly confidence: number;
  readonly volatility_index: number;
  readonly trend: -1 | 0 | 1;
  readonly risk_score: number;
  readonly breadth: number;
  readonly benchmark_close: number;
};

/**
 * The closes in (fromMs, toMs] in buckets of equal width, of which the newest ends at `toMs`. A bucket
 * has its most defensive regime, so that a panic of an hour is seen in a year, and the figures of its
 * last close. The limit keeps the second read to one index look-up a bucket.
 */
export const REGIME_BUCKETS = `
  with bucket as (
    select max(r.close_ms) as last_ms, max(r.regime) as regime
      from regimes r where r.lineage_id = $1 and r.close_ms > $2 and r.close_ms <= $3
     group by (r.close_ms - $2::int8 - 1) / $4::int8)
  select last.close_ms, b.regime, last.confidence, last.volatility_index, last.trend, last.risk_score, last.breadth, last.benchmark_close
    from bucket b
    cross join lateral (select * from regimes r where r.lineage_id = $1 and r.close_ms = b.last_ms limit 1) last
   order by last.close_ms`;

type Span = { readonly lineageId: string; readonly fromMs: number; readonly toMs: number };

async function readBuckets(tx: Tx, { lineageId, fromMs, toMs }: Span, everyMs: number): Promise<readonly RegimePoint[]> {
  const rows = await tx.rows<PointRow>(REGIME_BUCKETS, [lineageId, fromMs, toMs, everyMs]);
  return rows.map((row) => ({
    closeMs: row.close_ms,
    regime: row.regime,
    confidence: row.confidence,
    volatilityIndex: row.volatility_index,
    trend: row.trend,
    riskScore: row.risk_score,
    breadth: row.breadth,
    close: row.benchmark_close,
  }));
}

/** The regime along a market's lineage, as sealed, and where it changed. */
export async function readRegimeHistory(tx: Tx, of: { readonly marketKey: string; readonly span: RegimeSpan }): Promise<RegimeHistory> {
  const { id: lineageId, universe, isSynthetic, timeframeMs, firstRegimeMs, lastMs } = await requireLineage(tx, of.marketKey);
  const head = { benchmark: benchmarkOf(universe), isSynthetic, timeframeMs };
  if (firstRegimeMs === null || lastMs === null) return { ...head, now: undefined, everyMs: timeframeMs, points: [], changes: [] };
  const wantedMs = Math.min(SPAN_MS[of.span], lastMs - firstRegimeMs + timeframeMs);
  const everyMs = Math.max(1, Math.ceil(wantedMs / timeframeMs / POINTS_MAX)) * timeframeMs;
  const span = { lineageId, fromMs: lastMs - Math.ceil(wantedMs / everyMs) * everyMs, toMs: lastMs };
  const points = await readBuckets(tx, span, everyMs);
  const [now] = await readBuckets(tx, { ...span, fromMs: lastMs - 1 }, timeframeMs);
  const changes = await readRegimeChanges(tx, { ...span, limit: CHANGES_MAX });
  return { ...head, now, everyMs, points, changes: changes.filter(({ from }) => from !== null) };
}
