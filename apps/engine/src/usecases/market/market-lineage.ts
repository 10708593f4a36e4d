import { featureNamesFor } from "@ballast/core/strategy/strategy-of";
import { defaultEmaAtrSettings, type StrategySettings } from "@ballast/core/strategy/settings";
import type { Sha256 } from "@ballast/core/numeric/hash";
import type { Market } from "@ballast/db/repositories/markets";
import { findLineage } from "@ballast/db/repositories/snapshots";
import { loadTrack, putTrack } from "@ballast/db/repositories/tracks";
import type { Pool } from "pg";
import type { UpcomingOpens } from "../../marketdata/lineage-sealer.ts";
import { openLineage, sealNext } from "../seal-snapshots.ts";

export type MarketLineage = {
  readonly pool: Pool;
  readonly sha256: Sha256;
  readonly market: Market;
  readonly universe: readonly string[];
  readonly upcomingOpens: UpcomingOpens;
};

/**
 * The lineage that a continuous market seals now: its whole universe with every feature that an
 * account on it asked for. The first tick opens it with STR2's defaults.
 */
export async function currentLineage(of: Omit<MarketLineage, "upcomingOpens">): Promise<string> {
  const track = await loadTrack(of.pool, of.market.key);
  return track?.lineageId ?? lineageWith(of, featureNamesFor(defaultEmaAtrSettings(of.universe)));
}

async function lineageWith(
  { pool, sha256, market, universe }: Omit<MarketLineage, "upcomingOpens">,
  featureNames: readonly string[],
): Promise<string> {
  return openLineage(pool, {
    sha256,
    source: market.source,
    universe,
    timeframeMs: market.timeframeMs,
    originMs: market.originMs,
    featureNames: [...new Set(featureNames)].sort(),
  });
}

/**
 * Makes sure that the market seals what these settings need. Missing features open another lineage,
 * sealed from the market's origin up to its cursor before the track moves to it: nothing warms up anew
 * and no close is without a snapshot.
 */
export async function extendLineage(of: MarketLineage, settings: StrategySettings): Promise<void> {
  const { pool, market } = of;
  const lineage = await findLineage(pool, await currentLineage(of));
  const known = new Set(lineage?.featureNames ?? []);
  const wanted = featureNamesFor(settings).filter((name) => !known.has(name));
  if (wanted.length === 0) return;
  const lineageId = await lineageWith(of, [...known, ...wanted]);
  await sealNext(pool, {
    sha256: of.sha256,
    lineageId,
    toMs: market.cursorMs,
    closesMax: (market.cursorMs - market.originMs) / market.timeframeMs,
    upcomingOpens: of.upcomingOpens,
  });
  await putTrack(pool, { key: market.key, lineageId, horizonMs: market.cursorMs });
}
