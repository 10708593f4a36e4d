import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import { deriveId, toHex, type Sha256 } from "@ballast/core/numeric/hash";
import { seriesSpan } from "@ballast/db/repositories/bars";
import { findSeries, listPassports, type Series } from "@ballast/db/repositories/series";
import { findLineage, putLineage } from "@ballast/db/repositories/snapshots";
import { AppError } from "@ballast/jobs/app-error";
import type { ClientBase, Pool } from "pg";
import { LineageSealer, type SealStretch } from "../marketdata/lineage-sealer.ts";

/** Which series a lineage reads. */
export type LineageBars = { readonly source: string; readonly universe: readonly string[]; readonly timeframeMs: number };

export type LineageWish = LineageBars & {
  readonly sha256: Sha256;
  readonly originMs: number;
  readonly featureNames: readonly string[];
  /** Left out: snapshots hold no values of the market as a whole. */
  readonly marketFeatureNames?: readonly string[];
};

/** Open time of the earliest stored bar of any instrument; an instrument without bars is refused by name. */
export async function firstBarMs(pool: Pool, { source, universe, timeframeMs }: LineageBars): Promise<number> {
  let firstMs = Number.POSITIVE_INFINITY;
  for (const symbol of universe) {
    const series = await findSeries(pool, { source, symbol, timeframeMs });
    const span = series === undefined ? undefined : await seriesSpan(pool, series.id);
    if (span === undefined)
      throw new AppError("NO_BARS", `no bars of ${symbol} are stored under ${source}; import them with: npx ballast import`, {
        retry: "never",
      });
    firstMs = Math.min(firstMs, span.firstMs);
  }
  return firstMs;
}

/**
 * What of a series' history a lineage depends on: where its bars begin, and the repairs behind them.
 * Bars appended later change nothing; a gap that was filled or a bar that was revised does.
 */
async function writeHistory(
  writer: CanonicalWriter,
  db: ClientBase | Pool,
  series: { readonly symbol: string; readonly stored: Series | undefined; readonly originMs: number },
): Promise<void> {
  const span = series.stored === undefined ? undefined : await seriesSpan(db, series.stored.id);
  const passports = series.stored === undefined ? [] : await listPassports(db, series.stored.id);
  const repaired = passports.filter(({ repairs }) => repairs.toMs !== null && repairs.toMs >= series.originMs);
  writer.text(series.symbol);
  writer.option(span, ({ firstMs }) => writer.i64(Math.max(firstMs, series.originMs)));
  writer.list(repaired, ({ contentHash }) => writer.bytes(contentHash));
}

/**
 * The lineage of these bars from this origin, made where it is new. Its id names all that its
 * snapshots depend on: a repair or a longer history opens another, and two databases with the same
 * bars name it alike.
 */
export async function openLineage(pool: Pool, wish: LineageWish): Promise<string> {
  const { source, timeframeMs, originMs, featureNames, marketFeatureNames = [] } = wish;
  const { id, universe, isSynthetic } = await nameLineage(pool, wish);
  await putLineage(pool, { id, source, universe, timeframeMs, originMs, featureNames, marketFeatureNames, isSynthetic });
  return id;
}

/**
 * Refuses a lineage whose bars were repaired since it was opened: what it sealed is no longer what the
 * bars say, and what it would seal belongs to another lineage.
 */
export async function refuseRepaired(
  db: ClientBase | Pool,
  { sha256, lineageId }: { readonly sha256: Sha256; readonly lineageId: string },
): Promise<void> {
  const lineage = await findLineage(db, lineageId);
  if (lineage === undefined) throw new AppError("NO_LINEAGE", `there is no lineage ${lineageId}`, { retry: "never" });
  if ((await nameLineage(db, { ...lineage, sha256 })).id === lineageId) return;
  throw new AppError(
    "LINEAGE_BARS_CHANGED",
    `bars of ${lineage.universe.join(", ")} under ${lineage.source} were repaired while the run was deciding on them; run it again over the bars as they are now`,
    { retry: "never" },
  );
}

/** What the bars that a lineage would read are called as they are stored now. */
async function nameLineage(
  db: ClientBase | Pool,
  wish: LineageWish,
): Promise<{ readonly id: string; readonly universe: readonly string[]; readonly isSynthetic: boolean }> {
  const { source, timeframeMs, originMs, featureNames, marketFeatureNames = [] } = wish;
  const universe = [...wish.universe].sort();
  const writer = new CanonicalWriter();
  writer
    .i64(timeframeMs)
    .i64(originMs)
    .list(featureNames, (name) => writer.text(name));
  // A lineage without market features keeps the id that it had before there were any.
  if (marketFeatureNames.length > 0) writer.text("market").list(marketFeatureNames, (name) => writer.text(name));
  let isSynthetic = false;
  for (const symbol of universe) {
    const stored = await findSeries(db, { source, symbol, timeframeMs });
    isSynthetic ||= stored?.isSynthetic === true;
    await writeHistory(writer, db, { symbol, stored, originMs });
  }
  const id = deriveId(wish.sha256, { kind: "lineage", accountKey: source, runKey: toHex(wish.sha256(writer.finish())), slotKey: "", n: 0 });
  return { id, universe, isSynthetic };
}

export type SealRequest = SealStretch & { readonly sha256: Sha256; readonly lineageId: string };

/** Lineages whose feature state a process keeps at hand. */
const SEALERS_KEPT_MAX = 16;

/** Sealers by the database they write to. State only: each checks itself against the stored head before it goes on. */
const sealersOf = new WeakMap<Pool, Map<string, Promise<LineageSealer>>>();

async function openSealer(pool: Pool, sha256: Sha256, lineageId: string): Promise<LineageSealer> {
  const lineage = await findLineage(pool, lineageId);
  if (lineage === undefined) throw new AppError("NO_LINEAGE", `there is no lineage ${lineageId}`, { retry: "never" });
  return LineageSealer.open({ pool, sha256 }, lineage);
}

/**
 * Seals the next closes of a lineage, at most `closesMax` and none later than `toMs`, in batches that
 * each commit; answers the newest sealed close (the time of its first open where there is none).
 * Repeating it, at any point and from any process, goes on where the stored chain ends.
 */
export async function sealNext(pool: Pool, { sha256, lineageId, ...stretch }: SealRequest): Promise<number> {
  const sealers = sealersOf.get(pool) ?? new Map<string, Promise<LineageSealer>>();
  sealersOf.set(pool, sealers);
  const opened = sealers.get(lineageId) ?? openSealer(pool, sha256, lineageId);
  // Re-inserted, so that the one least lately used comes first.
  sealers.delete(lineageId);
  const [oldest] = sealers.keys();
  if (sealers.size >= SEALERS_KEPT_MAX && oldest !== undefined) sealers.delete(oldest);
  sealers.set(lineageId, opened);
  try {
    return await (await opened).sealNext(stretch);
  } catch (error) {
    sealers.delete(lineageId);
    throw error;
  }
}
