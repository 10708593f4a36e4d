import { benchmarkOf } from "@ballast/core/features/benchmark";
import { decodeSnapshot, type Snapshot } from "@ballast/core/market/snapshot";
import { marketReadingOf } from "@ballast/core/strategy/governed/reading";
import { TRPCError } from "@trpc/server";
import type { RegimeHistory, RegimePoint } from "../contract/strategy.ts";
import type { Tx } from "../database.ts";

/** Snapshots that one history opens at most: an index look-up and a few kilobytes each. */
const SAMPLES_MAX = 240;

export type RegimeSpan = "month" | "quarter" | "year" | "all";

const DAY_MS = 86_400_000;
const SPAN_MS: Readonly<Record<RegimeSpan, number>> = {
  month: 30 * DAY_MS,
  quarter: 91 * DAY_MS,
  year: 366 * DAY_MS,
  all: Number.MAX_SAFE_INTEGER,
};

type Lineage = {
  readonly id: string;
  readonly universe: readonly string[];
  readonly timeframe_ms: number;
  readonly is_synthetic: boolean;
  readonly first_ms: number | null;
  readonly last_ms: number | null;
};

async function readLineage(tx: Tx, marketKey: string): Promise<Lineage> {
  const rows = await tx.rows<Lineage>(
    `select l.id, l.universe, l.timeframe_ms, l.is_synthetic,
            (select s.close_ms from snapshots s where s.lineage_id = l.id order by s.close_ms limit 1) as first_ms,
            (select s.close_ms from snapshots s where s.lineage_id = l.id order by s.close_ms desc limit 1) as last_ms
       from tracks t join lineages l on l.id = t.lineage_id where t.key = $1`,
    [marketKey],
  );
  const row = rows[0];
  if (row === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "Nothing is sealed of this market yet." });
  return row;
}

/** The weather of one snapshot; undefined while it warms up, and of lineages that no governed account asked for. */
function pointOf(snapshot: Snapshot, benchmark: string): RegimePoint | undefined {
  const reading = snapshot.market === undefined ? undefined : marketReadingOf(snapshot);
  if (reading === undefined) return undefined;
  const { regime, confidence, volatilityIndex, trend, riskScore } = reading.regime;
  const close = snapshot.instruments.find(({ symbol }) => symbol === benchmark)?.bar?.close ?? null;
  return { closeMs: snapshot.closeMs, regime, confidence, volatilityIndex, trend, riskScore, breadth: reading.breadth, close };
}

/**
 * The regime along a market's lineage, as sealed: sampled at equal steps back from the newest close,
 * so that a year costs no more than a month. Reading every close would mean opening every snapshot.
 */
export async function readRegimeHistory(tx: Tx, of: { readonly marketKey: string; readonly span: RegimeSpan }): Promise<RegimeHistory> {
  const lineage = await readLineage(tx, of.marketKey);
  const { timeframe_ms: timeframeMs, first_ms: firstMs, last_ms: lastMs } = lineage;
  const benchmark = benchmarkOf(lineage.universe);
  const head = { benchmark, isSynthetic: lineage.is_synthetic, timeframeMs };
  if (firstMs === null || lastMs === null) return { ...head, now: undefined, everyMs: timeframeMs, points: [] };
  const fromMs = Math.max(firstMs, lastMs - SPAN_MS[of.span]);
  const everyMs = Math.max(1, Math.ceil((lastMs - fromMs) / timeframeMs / SAMPLES_MAX)) * timeframeMs;
  const rows = await tx.rows<{ readonly body: Uint8Array }>(
    `select s.body from generate_series($3::int8, $2::int8, -$4::int8) as sample (close_ms)
       join snapshots s on s.lineage_id = $1 and s.close_ms = sample.close_ms order by s.close_ms`,
    [lineage.id, fromMs, lastMs, everyMs],
  );
  const points = rows.flatMap(({ body }) => pointOf(decodeSnapshot(body), benchmark) ?? []);
  const newest = points.at(-1);
  return { ...head, now: newest?.closeMs === lastMs ? newest : undefined, everyMs, points };
}
